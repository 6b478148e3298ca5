package dev.skiff.expr;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The variables that the tables of expected values were made with. */
final class SampleScope {

    static final EvalContext CONTEXT = EvalContext.at(Instant.parse("2026-11-23T12:00:00Z"));

    static final Scope SCOPE = Scope.of(variables());

    private SampleScope() {}

    private static Map<String, Object> variables() {
        Map<String, Object> variables = new HashMap<>();
        variables.put("inputs.parameters.msg", "hi");
        variables.put("inputs.parameters.num", "3");
        variables.put("inputs.parameters.a-b", "dash");
        variables.put("inputs.parameters.empty", "");
        variables.put("item", "x");
        variables.put("steps.s.outputs.result", null);
        variables.put("list", List.of(1, 2, 3));
        return variables;
    }

    static Object evaluate(String source) throws ExprException {
        return Expressions.evaluate(Expressions.parse(source), SCOPE, CONTEXT);
    }
}
