import { Start } from '#components/frame/start.tsx';

export default function StartPage() {
  return <Start />;
}
