/** For the dependency rules, an import by a lib's name is its source, not what it was built to. */
module.exports = {
  resolve: {
    conditionNames: ['source', 'import', 'require', 'node', 'default'],
    extensionAlias: { '.js': ['.ts', '.js'] },
    extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
  },
};
