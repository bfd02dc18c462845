/** Small pages for the links in our letters, where there are no better ones (ACCOUNT_PAGES_URL). */
export const accountPages = new Map([
  [
    'verify-email',
    page('Confirm your e-mail address', '/v1/auth/email-verifications/confirm', {
      button: 'Confirm',
      done: 'Your e-mail address is confirmed. You can close this page.',
    }),
  ],
  [
    'change-email',
    page('Confirm the change of your e-mail address', '/v1/auth/email-changes/confirm', {
      button: 'Confirm',
      done: 'This address has confirmed it. Once the other one has too, you sign in with the new one.',
    }),
  ],
  [
    'reset-password',
    page('Choose a new password', '/v1/auth/password-resets/confirm', {
      fields: `<p><label>New password<br>
        <input type="password" name="password" autocomplete="new-password" minlength="12" maxlength="128" required></label></p>`,
      button: 'Set password',
      done: 'Your password is changed, and you are signed out everywhere. Sign in with the new one.',
    }),
  ],
  [
    'end-alerts',
    page('No more letters about a search', '/v1/saved-searches/end-alerts', {
      button: 'End them',
      done: 'You get no more letters about this search. It is kept as it is, and you can close this page.',
    }),
  ],
  [
    'accept-invitation',
    page('Become a co-host', '/v1/auth/login', {
      script: 'invitation.js',
      more: `data-accept="/v1/co-host-invitations/{id}/accept" data-leave="/v1/auth/logout"
      data-second-factor="Your account asks for a second step, which this page cannot take: sign in where you use Roost, and open the link of the letter there."`,
      fields: `<p>Sign in with the address that was invited; if it has no account yet, make one first.</p>
      <p><label>E-mail address<br>
        <input type="email" name="email" autocomplete="username" required></label></p>
      <p><label>Password<br>
        <input type="password" name="password" autocomplete="current-password" maxlength="128" required></label></p>`,
      button: 'Sign in and accept',
      done: 'You are a co-host now. You are signed out here again, and can close this page.',
    }),
  ],
]);

/**
 * Sends the token of the link, when its reader says so: programs that look into mail follow links too. The token is taken
 * out of the address, so that it stays neither in the history nor on the screen.
 */
export const accountScript = `const form = document.querySelector('form');
const said = document.querySelector('[role=status]');
const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
history.replaceState(null, '', location.pathname);
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = form.querySelector('button');
  button.disabled = true;
  const body = JSON.stringify({ token, ...Object.fromEntries(new FormData(form)) });
  try {
    const answer = await fetch(form.dataset.path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    const problem = answer.ok ? undefined : await answer.json();
    form.hidden = answer.ok;
    said.textContent = problem ? problem.title + '. ' + problem.detail : form.dataset.done;
  } catch {
    said.textContent = 'That did not reach us. Try again.';
  }
  button.disabled = false;
});
`;

function page(
  title: string,
  path: string,
  { fields = '', button = '', done = '', script = 'account.js', more = '' },
): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <meta name="robots" content="noindex">
    <title>Roost · ${title}</title>
    <style>body { font: 1.1rem/1.5 system-ui; max-width: 30rem; margin: 4rem auto; padding: 0 1rem }</style>
    <script src="/account/${script}" defer></script>
  </head>
  <body>
    <h1>${title}</h1>
    <form data-path="${path}" data-done="${done}"${more && ` ${more}`}>
      ${fields}
      <button>${button}</button>
    </form>
    <p role="status"></p>
    <noscript><p>This page needs JavaScript.</p></noscript>
  </body>
</html>
`;
}
