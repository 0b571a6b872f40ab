import { type FormEvent, useState } from "react";
import { Popover } from "./Popover";
import { type Seat, type Session, describe } from "./session";

/** Shows who is signed in; signs in and out. */
export function SessionMenu({ session }: { session: Session }) {
  const [isOpen, setOpenState] = useState(false);
  const { isLoaded, people, seatChoice, isBusy } = session;
  const viewer = isLoaded ? session.viewer : null;

  const setOpen = (open: boolean): void => {
    setOpenState(open);
    if (!open) session.reset();
  };
  const closeOnSuccess = (action: Promise<boolean>): void => {
    void action.then((succeeded) => {
      if (succeeded) setOpen(false);
    });
  };

  const [name, affiliation] = viewer === null ? ["Not signed in", ""] : describe(viewer);
  const label = (
    <>
      <span className={viewer === null ? "dot off" : "dot"} aria-hidden="true" />
      <span className="session-label">
        <b>{isLoaded ? name : session.connectionError === null ? "Loading…" : "No connection"}</b>
        {affiliation !== "" && <small>{affiliation}</small>}
      </span>
    </>
  );

  return (
    <Popover label={label} name="session-menu" title="Account" isOpen={isOpen} setOpen={setOpen}>
      {seatChoice !== null ? (
        <SeatList seats={seatChoice} isBusy={isBusy} onChoose={(id) => closeOnSuccess(session.chooseSeat(id))} />
      ) : (
        <>
          {people.people.length > 0 && (
            <section>
              <h2>{people.sandbox ? "Sign in as (Stripe simulator)" : "Sign in as"}</h2>
              <ul>
                {people.people.map((person) => (
                  <li key={person.label}>
                    <button type="button" disabled={isBusy} onClick={() => closeOnSuccess(session.signIn(person))}>
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
              <summary>Another account</summary>
              <SignInForm session={session} onSubmit={closeOnSuccess} />
            </details>
          ) : (
            <SignInForm session={session} onSubmit={closeOnSuccess} />
          )}
          <button
            type="button"
            className="sign-out"
            disabled={isBusy || viewer === null}
            onClick={() => closeOnSuccess(session.signOut())}
          >
            Sign out
          </button>
        </>
      )}
      {session.error !== null && <p className="form-error">{session.error}</p>}
    </Popover>
  );
}

function SeatList({ seats, isBusy, onChoose }: { seats: Seat[]; isBusy: boolean; onChoose(id: string): void }) {
  return (
    <section>
      <h2>Choose where to sign in</h2>
      <ul>
        {seats.map((seat) => (
          <li key={seat.id}>
            <button type="button" disabled={isBusy} onClick={() => onChoose(seat.id)}>
              {seat.clientName === null ? `${seat.role ?? "Member"} at ${seat.firmName}` : `${seat.clientName}, client of ${seat.firmName}`}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function SignInForm({ session, onSubmit }: { session: Session; onSubmit(action: Promise<boolean>): void }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit(session.signIn({ email, password }));
    setPassword("");
  };
  return (
    <form className="sign-in" onSubmit={submit}>
      <label>
        Email
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
      <button type="submit" disabled={session.isBusy}>
        Sign in
      </button>
    </form>
  );
}
