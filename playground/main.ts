// The page: tabs, colour scheme, what runs here, and the view that the address names.

import "./style/index.css";
import { one } from "./elements/dom.js";
import { connectDrops } from "./shell/drops.js";
import { Router } from "./shell/router.js";
import { runsOn } from "./shell/runsOn.js";
import { connectTheme, themeButton } from "./shell/theme.js";
import { views } from "./views/views.js";

connectTheme();
connectDrops();
one(".tools").append(runsOn(), themeButton());
new Router(views, one(".tabs"), one("#view")).start();
