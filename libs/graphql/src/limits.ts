import { costLimitRule } from '@escape.tech/graphql-armor-cost-limit';
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { GraphQLError, Kind, type ASTVisitor, type ValidationContext, type ValidationRule } from 'graphql';
import type { AppConfig } from '#config';

/** What a document may ask for at most, judged before anything is executed. */
export function limitRules(limits: AppConfig['graphql']): ValidationRule[] {
  return [
    maxDepthRule({ n: limits.maxDepth }),
    maxAliasesRule({ n: limits.maxAliases }),
    maxDirectivesRule({ n: limits.maxDirectives }),
    costLimitRule({ maxCost: limits.maxCost }),
    lengthRule(limits.maxCharacters),
  ].map((rule) => rule as ValidationRule);
}

/** Refuses documents with more characters than `most`. */
function lengthRule(most: number): ValidationRule {
  return (context: ValidationContext): ASTVisitor => ({
    [Kind.DOCUMENT]: (document) => {
      const length = document.loc?.source.body.length ?? 0;
      if (length > most) context.reportError(new GraphQLError(`The document has ${length} characters; at most ${most} are taken.`));
    },
  });
}
