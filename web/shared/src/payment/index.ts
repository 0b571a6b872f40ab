export { PaymentWindow } from "./PaymentWindow.tsx";
