'use strict';

/** Shows the values of a figure's curves at one step: in its legends, beside a line through its plots. */
function followFigure(figure) {
  const plots = [...figure.querySelectorAll('svg.plot')].map(svg => {
    const entries = new Map();
    for (const entry of svg.previousElementSibling.children) {
      entries.set(entry.dataset.name, { place: entry.querySelector('b'), last: entry.querySelector('b').textContent });
    }
    const steps = new Map();
    for (const circle of svg.querySelectorAll('circle')) {
      const title = circle.querySelector('title');
      const said = title && /^Step (\d+), ([^]*): ([^:]*)$/.exec(title.textContent);
      if (!said) continue;
      title.remove(); // or the browser would show it as well
      const step = Number(said[1]);
      if (!steps.has(step)) steps.set(step, []);
      steps.get(step).push({ circle, name: said[2], value: said[3], x: circle.cx.baseVal.value });
    }
    const line = document.createElementNS(svg.namespaceURI, 'line');
    line.setAttribute('class', 'cursor');
    const label = document.createElementNS(svg.namespaceURI, 'text');
    label.setAttribute('class', 'tick at');
    svg.append(line, label);
    return { svg, entries, steps, line, label };
  });
  const all = [...new Set(plots.flatMap(plot => [...plot.steps.keys()]))].sort((a, b) => a - b);
  if (all.length === 0) return;
  const said = document.createElement('p');
  said.className = 'said';
  said.setAttribute('role', 'status');
  figure.append(said);
  let chosen = null;

  function show(step) {
    chosen = step;
    const words = [];
    for (const { svg, entries, steps, line, label } of plots) {
      svg.querySelectorAll('.chosen').forEach(circle => circle.classList.remove('chosen'));
      const points = steps.get(step) ?? [];
      line.style.display = label.style.display = points.length > 0 ? 'inline' : 'none';
      for (const [name, { place, last }] of entries) {
        const point = points.find(one => one.name === name);
        place.textContent = step === null ? last : point ? point.value : '–';
        if (point) words.push(`${name} ${point.value}`);
      }
      points.forEach(point => point.circle.classList.add('chosen'));
      if (points.length > 0) {
        const { x, width, height } = { x: points[0].x, ...size(svg) };
        for (const [name, value] of [['x1', x], ['x2', x], ['y1', 10], ['y2', height - 24]]) {
          line.setAttribute(name, value);
        }
        label.textContent = `step ${step}`;
        label.setAttribute('x', x > width / 2 ? x - 5 : x + 5);
        label.setAttribute('y', 18);
        label.setAttribute('text-anchor', x > width / 2 ? 'end' : 'start');
      }
    }
    said.textContent = step === null ? '' : `Step ${step}: ${words.join(', ')}`;
    figure.dataset.step = step ?? '';
  }

  function size(svg) {
    return { width: svg.viewBox.baseVal.width, height: svg.viewBox.baseVal.height };
  }

  function nearest(plot, event) {
    const box = plot.svg.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width * size(plot.svg).width;
    let best = null;
    let distance = Infinity;
    for (const [step, points] of plot.steps) {
      const away = Math.abs(points[0].x - x);
      if (away < distance) [best, distance] = [step, away];
    }
    return best;
  }

  function move(by) {
    const at = all.indexOf(chosen);
    show(all[Math.max(0, Math.min(all.length - 1, at < 0 ? all.length - 1 : at + by))]);
  }

  for (const plot of plots) {
    const { svg } = plot;
    svg.tabIndex = 0;
    svg.addEventListener('pointerdown', event => show(nearest(plot, event)));
    svg.addEventListener('pointermove', event => {
      if (event.pointerType === 'mouse' || event.buttons > 0) show(nearest(plot, event));
    });
    svg.addEventListener('pointerleave', event => {
      if (event.pointerType === 'mouse' && document.activeElement !== svg) show(null);
    });
    svg.addEventListener('blur', () => show(null));
    svg.addEventListener('keydown', event => {
      switch (event.key) {
        case 'ArrowLeft': move(-1); break;
        case 'ArrowRight': move(1); break;
        case 'Home': show(all[0]); break;
        case 'End': show(all[all.length - 1]); break;
        case 'Escape': show(null); break;
        default: return;
      }
      event.preventDefault();
    });
  }
  figure.addEventListener('choose', event => show(event.detail));
}

const VALUED = '.t[title], .limb, .fork';

/** What is said about a token, or about a stretch or fork of a tree. */
function saidOf(element) {
  const title = element.querySelector('title');
  if (title) return title.textContent;
  const value = element.getAttribute('title');
  return /^[+\u2212\d]/.test(value) ? `advantage ${value}` : value;
}

/** Shows a box beside an element that has a value. */
function tell(element) {
  hush();
  element.classList.add('told');
  const box = document.createElement('div');
  box.className = 'bubble';
  box.setAttribute('role', 'status');
  box.textContent = saidOf(element);
  document.body.append(box);
  const place = element.getClientRects()[0];
  const wide = document.documentElement.clientWidth;
  box.style.left = `${Math.max(8, Math.min(wide - box.offsetWidth - 8, place.left)) + window.scrollX}px`;
  box.style.top = `${place.bottom + 6 + window.scrollY}px`;
}

function hush() {
  document.querySelectorAll('.bubble').forEach(box => box.remove());
  document.querySelectorAll('.told').forEach(element => element.classList.remove('told'));
}

/** Lets the arrow keys go from token to token, or through a tree. */
function followKeys(container) {
  container.addEventListener('keydown', event => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === 'Escape') hush();
    if (!by) return;
    const all = [...container.querySelectorAll(VALUED)];
    const at = all.findIndex(element => element.classList.contains('told'));
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + by))];
    if (next) {
      next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      tell(next);
      event.preventDefault();
    }
  });
  container.addEventListener('blur', hush);
}

document.addEventListener('click', event => {
  const element = event.target.closest?.(VALUED);
  if (element) tell(element);
  else hush();
});

/** Makes the values in a part of the page reachable. */
function showValues(part) {
  part.querySelectorAll('figure').forEach(figure => {
    if (figure.querySelector('svg.plot')) followFigure(figure);
  });
  part.querySelectorAll('.tokens, .scroll').forEach(followKeys);
}
