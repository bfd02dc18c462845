import tseslint from 'typescript-eslint';

/** What a lib offers says what it does. A refusal (`domainError`) says so by its title. */
const docstrings = {
  rules: {
    required: {
      create: ({ report, sourceCode }) => ({
        'ExportNamedDeclaration > :matches(FunctionDeclaration, ClassDeclaration)'(node) {
          if (node.superClass?.callee?.name === 'domainError') return;
          const first = node.decorators?.[0] ?? node.parent;
          const isDescribed = [first, node.parent, node].some((each) =>
            sourceCode.getCommentsBefore(each).some(({ type, value }) => type === 'Block' && value.startsWith('*')),
          );
          if (!isDescribed) report({ node: node.id ?? node, message: 'needs a docstring' });
        },
      }),
    },
  },
};

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.data/', 'data/'] },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Ratchets: they may be lowered, never raised.
      'max-lines': ['error', { max: 350 }],
      'max-lines-per-function': ['error', { max: 50, skipComments: true }],
      complexity: ['error', 13],
      'max-params': ['error', 7],
      'no-console': 'error',
      // Prettier breaks code; comments are ours to break.
      'max-len': ['error', { code: 1000, comments: 125, ignoreUrls: true, ignorePattern: '@example' }],
      // Modules are classes that only carry decorators.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true, allowEmpty: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // Nest and MikroORM promise things by decorators that the compiler cannot see.
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Answers are plain objects of their contract's shape; Nest only needs the class for documents.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  {
    files: ['**/*.ts'],
    ignores: ['libs/config/**', '**/*.spec.ts', 'test/**', 'libs/testing/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'settings are in libs/config' },
      ],
    },
  },
  {
    files: ['libs/*/src/**/*.ts', 'apps/*/src/**/*.ts'],
    plugins: { docstrings },
    rules: { 'docstrings/required': 'error' },
  },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
);
