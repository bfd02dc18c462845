/**
 * Signs in, takes the invitation of the link, and signs out again: no token outlives the page. The first 16 bytes of the
 * link’s token are the invitation’s id, which the path has.
 */
export const invitationScript = `const form = document.querySelector('form');
const said = document.querySelector('[role=status]');
const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
history.replaceState(null, '', location.pathname);

async function send(path, body, accessToken) {
  const headers = { 'Content-Type': 'application/json' };
  if (accessToken) headers.Authorization = 'Bearer ' + accessToken;
  const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await answer.text();
  const content = text ? JSON.parse(text) : {};
  if (!answer.ok) throw new Error(content.title + '. ' + content.detail);
  return content;
}

function invitationId() {
  try {
    const bytes = atob(token.replaceAll('-', '+').replaceAll('_', '/')).slice(0, 16);
    const hex = Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  } catch {
    return 'none';
  }
}

async function accept() {
  const { accessToken, secondFactor } = await send(form.dataset.path, Object.fromEntries(new FormData(form)));
  if (secondFactor) {
    said.textContent = form.dataset.secondFactor;
    return;
  }
  try {
    await send(form.dataset.accept.replace('{id}', invitationId()), { token }, accessToken);
    form.hidden = true;
    said.textContent = form.dataset.done;
  } finally {
    await send(form.dataset.leave, {}, accessToken);
  }
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = form.querySelector('button');
  button.disabled = true;
  said.textContent = '';
  await accept().catch((error) => {
    said.textContent = error instanceof TypeError ? 'That did not reach us. Try again.' : error.message;
  });
  button.disabled = false;
});
`;
