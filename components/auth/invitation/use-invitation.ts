'use client';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useCalls } from '#components/trpc/client.ts';
import {
  hideSecret,
  keepInvitation,
  keptInvitation,
  onAnotherLink,
  secretIn,
} from '../link-secret.ts';

/** What a whole secret looks like; a link that was cut off has another. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/**
 * The invitation of the link that led here, or of the one that this tab keeps since its person went
 * to sign in. The secret leaves the address bar at once.
 */
export function useInvitation() {
  const read = useMutation(useCalls().invitations.get.mutationOptions());
  const [token, setToken] = useState<string | null>();
  const isStarted = useRef(false);
  const { mutate } = read;
  useEffect(onAnotherLink, []);
  useEffect(() => {
    if (isStarted.current) return;
    isStarted.current = true;
    const secret = secretIn(window.location) ?? keptInvitation();
    const found = secret !== null && SECRET.test(secret) ? secret : null;
    hideSecret();
    keepInvitation(found);
    setToken(found);
    if (found !== null) mutate({ token: found });
  }, [mutate]);
  return { token, read };
}
