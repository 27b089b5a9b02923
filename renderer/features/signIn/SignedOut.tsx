import { useState, type ComponentProps, type ReactElement } from 'react';
import { ResetPassword } from './ResetPassword.tsx';
import { GuestEntry } from './GuestEntry.tsx';
import { newProfile, SignIn, type OtherWay } from './SignIn.tsx';
import { SignUp } from './SignUp.tsx';

/** Where nobody is signed in: the sign-in, and the other ways to one. */
export function SignedOut(props: Omit<ComponentProps<typeof SignIn>, 'onOtherWay'>): ReactElement {
  const [way, setWay] = useState<OtherWay | null>(null);
  const [address, setAddress] = useState('');
  // What was typed before goes along.
  const profile = { ...(props.profile ?? newProfile), address };
  const back = (): void => setWay(null);
  switch (way) {
    case null:
      return (
        <SignIn
          {...props}
          onOtherWay={(next, typed) => {
            setAddress(typed);
            setWay(next);
          }}
        />
      );
    case 'guest':
      return <GuestEntry profile={profile} onBack={back} />;
    case 'invitation':
      return <SignUp profile={profile} onBack={back} />;
    case 'forgotten':
      return <ResetPassword profile={profile} onBack={back} />;
  }
}
