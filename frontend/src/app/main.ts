import '$/ui/style/index.css';
import { mount } from 'svelte';
import { onUnauthenticated } from '$/kit/api';
import { router } from '$/kit/router.svelte';
import { session } from '$/kit/session.svelte';
import { language } from '$/messages';
import App from './App.svelte';
import { routes } from './routes';

document.documentElement.lang = language;
onUnauthenticated(() => {
  if (session.viewer) router.renew();
  session.expire();
});
router.start(routes);
mount(App, { target: document.getElementById('app')! });
