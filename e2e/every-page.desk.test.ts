import { DESK } from './browser.ts';
import { lookAtEveryPage } from './every-page.ts';

lookAtEveryPage('1280', DESK);
