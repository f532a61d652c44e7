const EVERY = 2000;
const AT_REST = 10000;
const known = new Map(); // what the server last sent, by what it is a part of
let tag = null;
let timer = null;

/** The parts of a page that are replaced as wholes. */
function partsOf(page) {
  const parts = new Map();
  for (const part of page.querySelectorAll('body > header, body > nav, main > section')) {
    parts.set(part.getAttribute('aria-labelledby') ?? part.tagName, part);
  }
  return parts;
}

function remember(page) {
  known.clear();
  for (const [name, part] of partsOf(page)) known.set(name, part.outerHTML);
}

/** What an element is called that a later version of the page has, too. */
function nameOf(element) {
  const heading = element.querySelector('h2, h3');
  const section = element.closest('section')?.getAttribute('aria-labelledby');
  return heading ? `${section} ${element.tagName} ${heading.textContent}` : null;
}

function find(name) {
  return [...document.querySelectorAll('section, article, figure')].find(element => nameOf(element) === name);
}

/** What the reader sees and will find again: those that begin nearest to the top of the window first. */
function landmarks() {
  return [...document.querySelectorAll('section, article, figure')]
      .map(element => ({ name: nameOf(element), box: element.getBoundingClientRect() }))
      .filter(({ name, box }) => name && box.bottom > 0 && box.top < window.innerHeight)
      .sort((a, b) => Math.abs(a.box.top) - Math.abs(b.box.top))
      .map(({ name, box }) => ({ name, top: box.top }));
}

/** Opened details: by their place within what has a name. */
function detailsOf(part) {
  const named = new Map();
  for (const one of part.querySelectorAll('details')) {
    const owner = nameOf(one.closest('article, figure') ?? part);
    const number = [...named.keys()].filter(key => key.startsWith(`${owner}#`)).length;
    named.set(`${owner}#${number}`, one);
  }
  return named;
}

function replace(name, old, next) {
  const opened = new Map([...detailsOf(old)].map(([key, one]) => [key, one.open]));
  const steps = new Map([...old.querySelectorAll('figure[data-step]')].map(one => [nameOf(one), one.dataset.step]));
  const active = document.activeElement;
  const figure = old.contains(active) ? active.closest('figure') : null;
  const focus = figure && { name: nameOf(figure), at: [...figure.querySelectorAll('svg.plot')].indexOf(active) };
  const fresh = document.importNode(next, true);
  for (const [key, one] of detailsOf(fresh)) if (opened.has(key)) one.open = opened.get(key);
  old.replaceWith(fresh);
  showValues(fresh);
  for (const one of fresh.querySelectorAll('figure')) {
    const step = steps.get(nameOf(one));
    if (step) one.dispatchEvent(new CustomEvent('choose', { detail: Number(step) }));
    if (focus?.name === nameOf(one)) one.querySelectorAll('svg.plot')[focus.at]?.focus({ preventScroll: true });
  }
}

function isRead(part) {
  const selection = window.getSelection();
  return !selection.isCollapsed && part.contains(selection.anchorNode)
      || part.querySelector('.told') !== null;
}

/** Takes over what is new, and leaves the reader where they were. */
function take(page) {
  const now = partsOf(document);
  const next = partsOf(page);
  const seen = window.scrollY > 0 ? landmarks() : [];
  let before = document.querySelector('body > nav');
  for (const [name, part] of next) {
    const old = now.get(name);
    if (old && known.get(name) !== part.outerHTML && !isRead(old)) {
      replace(name, old, part);
      known.set(name, part.outerHTML);
    } else if (!old) {
      const fresh = document.importNode(part, true);
      if (before.tagName === 'NAV') document.querySelector('main').prepend(fresh);
      else before.after(fresh);
      showValues(fresh);
      known.set(name, part.outerHTML);
    }
    if (part.tagName === 'SECTION') before = partsOf(document).get(name);
  }
  for (const [name, part] of now) {
    if (!next.has(name)) {
      part.remove();
      known.delete(name);
    }
  }
  document.title = page.title;
  const same = seen.find(({ name }) => find(name));
  if (same) window.scrollBy({ top: find(same.name).getBoundingClientRect().top - same.top, behavior: 'instant' });
}

function note(text) {
  let line = document.querySelector('.note');
  if (!line) {
    line = document.createElement('p');
    line.className = 'note';
    line.setAttribute('role', 'status');
    document.body.append(line);
  }
  if (line.textContent !== text) line.textContent = text;
}

async function look() {
  timer = null;
  try {
    const answer = await fetch(location.pathname, { headers: tag ? { 'If-None-Match': tag } : {}, cache: 'no-store' });
    if (answer.ok) {
      take(new DOMParser().parseFromString(await answer.text(), 'text/html'));
      tag = answer.headers.get('ETag');
    }
    note(answer.ok || answer.status === 304 ? '' : await answer.text());
  } catch (gone) {
    note('The server has ended. What you see is what it sent last.');
  }
  timer = setTimeout(look, document.hidden ? AT_REST : EVERY);
}

document.addEventListener('visibilitychange', () => {
  if (timer !== null && !document.hidden) { // else it is asking at this moment
    clearTimeout(timer);
    look();
  }
});
remember(document);
showValues(document);
look();
