package dev.skiff.rehearsal;

import dev.skiff.expr.EvalContext;
import dev.skiff.expr.ExprException;
import dev.skiff.expr.Expressions;
import dev.skiff.expr.Scope;
import dev.skiff.model.HTTP;
import dev.skiff.model.Template;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an http template makes of a response (RES-04, RES-05). */
final class HttpConditions {
    private HttpConditions() {}

    /** Why the template does not take the response, in Argo's words; null when it does. */
    static @Nullable String refusal(Template template, int status, String body, Consumer<String> problems) {
        HTTP http = template.http();
        String condition = http == null ? null : http.successCondition();
        if (http == null || condition == null || condition.isEmpty()) {
            return status >= 200 && status < 300 ? null : "received non-2xx response code: " + status;
        }
        Map<String, @Nullable Object> variables = new HashMap<>();
        variables.put("response.statusCode", (long) status);
        variables.put("response.body", body);
        variables.put("response.headers", Map.of());
        variables.put("request.method", http.method() == null ? "GET" : http.method());
        variables.put("request.url", http.url());
        variables.put("request.body", http.body() == null ? "" : http.body());
        variables.put("request.headers", Map.of());
        try {
            boolean holds = Expressions.test(condition, Scope.of(variables), EvalContext.timeless());
            return holds ? null : "successCondition '" + condition + "' evaluated false";
        } catch (ExprException e) {
            problems.accept("successCondition: " + e.getMessage());
            return "successCondition '" + condition + "' evaluated false";
        }
    }
}
