'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { PlainFrame } from '#components/account/plain-frame.tsx';
import type { ConnectionProbe } from '#server/domain/suppliers/schema.ts';
import { AskStep } from './ask-step.tsx';
import { ChooseStep } from './choose-step.tsx';
import { KeyStep } from './key/key-step.tsx';
import { ReadStep } from './read/read-step.tsx';
import { SettingsStep } from './settings/settings-step.tsx';
import { type Step, Steps } from './steps.tsx';

/** A key that was tried: kept in this page only, until it is added or the page is left. */
interface Tried {
  readonly apiKey: string;
  readonly numbers: string;
  readonly seen: ConnectionProbe;
}

/** Where the first run stands; `read` belongs to the step of choosing. */
export type Screen = Step | 'read';

interface Props {
  organisation: string;
  /** Where an interrupted first run goes on. */
  first: Screen;
}

/** From nothing to the calendar: whom to ask, the key, the properties, what they need. */
export function StartPage({ organisation, first }: Props) {
  const t = useTranslations('start');
  const [screen, setScreen] = useState<Screen>(first);
  const [tried, setTried] = useState<Tried>({ apiKey: '', numbers: '', seen: [] });
  const go = (next: Screen) => {
    // Properties that are added stay added: a reload goes on from there.
    const query = next === 'read' || next === 'settings' ? `?step=${next}` : '';
    window.history.replaceState(null, '', `/start${query}`);
    window.scrollTo(0, 0);
    setScreen(next);
  };
  return (
    <PlainFrame>
      <p className="mb-3 text-13 text-muted">{t('title')}</p>
      <Steps step={screen === 'read' ? 'choose' : screen} />
      {screen === 'ask' && <AskStep organisation={organisation} onDone={() => go('key')} />}
      {screen === 'key' && (
        <KeyStep
          first={tried}
          onBack={() => go('ask')}
          onDone={(found) => {
            setTried(found);
            go('choose');
          }}
        />
      )}
      {screen === 'choose' && (
        <ChooseStep
          apiKey={tried.apiKey}
          seen={tried.seen}
          onBack={() => go('key')}
          onDone={() => {
            setTried({ apiKey: '', numbers: '', seen: [] });
            go('read');
          }}
        />
      )}
      {screen === 'read' && <ReadStep onDone={() => go('settings')} />}
      {screen === 'settings' && <SettingsStep />}
    </PlainFrame>
  );
}
