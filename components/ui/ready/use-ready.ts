'use client';
import { useSyncExternalStore } from 'react';

const never = () => () => {};

/**
 * Whether the page answers to presses yet. What comes from the server looks ready before its scripts
 * are: a press would be lost, and a form would be sent the browser's way, with its fields in the
 * address.
 */
export function useReady(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
