import { Money } from "@acompte/shared/components";
import styles from "./Credits.module.css";

/** A change of the credits: an amount that was added has its sign, too, and the minus is as wide as the plus. */
export function SignedMoney({ value }: { value: { amount: string; currencyCode: string } }) {
  if (value.amount.startsWith("-")) {
    return (
      <span>
        −<Money value={{ ...value, amount: value.amount.slice(1) }} />
      </span>
    );
  }
  if (Number(value.amount) === 0) return <Money value={value} />;
  return (
    <span className={styles.added}>
      +<Money value={value} />
    </span>
  );
}
