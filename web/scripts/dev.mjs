// Runs the development servers of both apps. The portal's passes /dashboard on to the other.
import { spawn } from "node:child_process";

for (const app of ["portal", "dashboard"]) {
  spawn("npx", ["vite"], { cwd: new URL(`../${app}`, import.meta.url), stdio: "inherit" });
}
