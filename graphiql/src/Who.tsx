import { type FormEvent, useState } from "react";
import { Popover } from "./Popover";
import { type Seat, type Session, describe } from "./session";

/** Who is signed in, at all times, and the switch. */
export function Who({ session }: { session: Session }) {
  const [isOpen, setOpenState] = useState(false);
  const { known, people, choice, busy } = session;
  const viewer = known ? session.viewer : null;

  const setOpen = (open: boolean): void => {
    setOpenState(open);
    if (!open) session.close();
  };
  const closeIf = (done: Promise<boolean>): void => {
    void done.then((isDone) => {
      if (isDone) setOpen(false);
    });
  };

  const [name, place] = viewer === null ? ["Nobody is signed in", ""] : describe(viewer);
  const label = (
    <>
      <span className={viewer === null ? "dot off" : "dot"} aria-hidden="true" />
      <span className="who-text">
        <b>{known ? name : session.unreachable === null ? "Asking who is signed in…" : "Not known who is signed in"}</b>
        {place !== "" && <small>{place}</small>}
      </span>
    </>
  );

  return (
    <Popover label={label} name="who" title="Who is signed in" isOpen={isOpen} setOpen={setOpen}>
      {choice !== null ? (
        <SeatList seats={choice} busy={busy} onTake={(id) => closeIf(session.takeSeat(id))} />
      ) : (
        <>
          {people.people.length > 0 && (
            <section>
              <h2>{people.sandbox ? "Sign in as, in the sandbox" : "Sign in as"}</h2>
              <ul>
                {people.people.map((person) => (
                  <li key={person.label}>
                    <button type="button" disabled={busy} onClick={() => closeIf(session.signIn(person))}>
                      <span className="check" aria-hidden="true">
                        {viewer?.email.toLowerCase() === person.email.toLowerCase() ? "✓" : ""}
                      </span>
                      {person.label}
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {people.people.length > 0 ? (
            <details>
              <summary>Another address</summary>
              <SignInForm session={session} onDone={closeIf} />
            </details>
          ) : (
            <SignInForm session={session} onDone={closeIf} />
          )}
          <button
            type="button"
            className="sign-out"
            disabled={busy || viewer === null}
            onClick={() => closeIf(session.signOut())}
          >
            Sign out
          </button>
        </>
      )}
      {session.problem !== null && <p className="form-problem">{session.problem}</p>}
    </Popover>
  );
}

function SeatList({ seats, busy, onTake }: { seats: Seat[]; busy: boolean; onTake(id: string): void }) {
  return (
    <section>
      <h2>Several places: sign in to which?</h2>
      <ul>
        {seats.map((seat) => (
          <li key={seat.id}>
            <button type="button" disabled={busy} onClick={() => onTake(seat.id)}>
              {seat.clientName === null ? `${seat.role ?? "Member"} at ${seat.firmName}` : `${seat.clientName}, client of ${seat.firmName}`}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function SignInForm({ session, onDone }: { session: Session; onDone(done: Promise<boolean>): void }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onDone(session.signIn({ email, password }));
    setPassword("");
  };
  return (
    <form className="sign-in" onSubmit={submit}>
      <label>
        E-mail
        <input type="email" required autoComplete="username" value={email} onChange={(event) => setEmail(event.target.value)} />
      </label>
      <label>
        Password
        <input
          type="password"
          required
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      <button type="submit" disabled={session.busy}>
        Sign in
      </button>
    </form>
  );
}
