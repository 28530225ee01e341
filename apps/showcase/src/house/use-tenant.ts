import { useEffect, useState } from 'react';
import { useHouse } from './house.tsx';

/** The tenant to whom this person is signed in; undefined until it is known. */
export function useTenant(): string | undefined {
  const { session, user } = useHouse();
  const [tenant, setTenant] = useState<string>();
  useEffect(() => {
    let isCurrent = true;
    session?.whoami(user).then(
      (identity) => {
        if (isCurrent) setTenant(identity.tenant);
      },
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [session, user]);
  return tenant;
}
