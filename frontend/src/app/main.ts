import '$/ui/style/index.css';
import { mount } from 'svelte';
import { onUnauthenticated } from '$/kit/api';
import { router } from '$/kit/router.svelte';
import { session } from '$/kit/session.svelte';
import { startLanguage } from '$/messages/language.svelte';
import App from './App.svelte';
import { routes } from './routes';

onUnauthenticated(() => {
  if (session.viewer) router.renew();
  session.expire();
});
router.start(routes);
void startLanguage().then(() => mount(App, { target: document.getElementById('app')! }));
