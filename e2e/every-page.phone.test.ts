import { PHONE } from './browser.ts';
import { lookAtEveryPage } from './every-page.ts';

lookAtEveryPage('390', PHONE);
