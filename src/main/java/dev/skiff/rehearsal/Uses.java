package dev.skiff.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.expr.Expr;
import dev.skiff.expr.ExprException;
import dev.skiff.expr.Expressions;
import dev.skiff.expr.TemplateText;
import dev.skiff.model.Arguments;
import dev.skiff.model.Bundle;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Parameter;
import dev.skiff.model.Sequence;
import dev.skiff.model.Template;
import dev.skiff.model.ValueFrom;
import dev.skiff.model.Workflow;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the values of a workflow go, and what that tells of them. Templates are known by their names alone. */
final class Uses {
    /** {@code {{x}} == word} in a condition, each side quoted or not. */
    private static final Pattern COMPARED = Pattern.compile(
            "[\"']?\\{\\{\\s*([-\\w.]+)\\s*}}[\"']?\\s*(==|!=|>=|<=|>|<|in)\\s*\\(?\\s*[\"']?([^\"'\\s()&|,{]+)");

    private static final Pattern COMPARED_MIRRORED =
            Pattern.compile("[\"']?([^\"'\\s()&|,}]+)[\"']?\\s*(==)\\s*[\"']?\\{\\{\\s*([-\\w.]+)\\s*}}");
    private static final Pattern ITEM_FIELD = Pattern.compile("\\{\\{=?\\s*item\\.([-\\w]+)\\s*}}");

    private static final Pattern ALL_PARAMETERS =
            Pattern.compile("\\{\\{\\s*(?:steps|tasks)\\.([-\\w]+)\\.outputs\\.parameters\\s*}}");

    private final Map<Slot, Set<Use>> uses = new HashMap<>();
    private final Map<Slot, Set<Slot>> flows = new HashMap<>();

    private Uses() {}

    static Uses in(Workflow workflow, Bundle resources) {
        Uses uses = new Uses();
        uses.templates(workflow.spec().templates());
        resources.workflowTemplates().forEach(t -> uses.templates(t.spec().templates()));
        resources
                .clusterWorkflowTemplates()
                .forEach(t -> uses.templates(t.spec().templates()));
        return uses;
    }

    /** All that is told of the value, the nearest first. */
    List<Use> of(Slot slot) {
        List<Use> found = new ArrayList<>();
        Set<Slot> seen = new LinkedHashSet<>(List.of(slot));
        Deque<Slot> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            Slot next = open.removeFirst();
            found.addAll(uses.getOrDefault(next, Set.of()));
            for (Slot to : flows.getOrDefault(next, Set.of())) {
                if (seen.add(to)) {
                    open.add(to);
                }
            }
        }
        return found;
    }

    private void use(@Nullable Slot slot, Use use) {
        if (slot != null) {
            uses.computeIfAbsent(slot, s -> new LinkedHashSet<>()).add(use);
        }
    }

    private void flow(@Nullable Slot from, Slot to) {
        if (from != null) {
            flows.computeIfAbsent(from, s -> new LinkedHashSet<>()).add(to);
        }
    }

    // --- templates ---

    private void templates(List<Template> templates) {
        templates.forEach(this::template);
    }

    private void template(Template t) {
        String name = t.name() == null ? "" : t.name();
        List<CallSite> calls = CallSite.in(t.body());
        Names names = new Names(name, calls);
        calls.forEach(call -> call(call, names.in(call)));
        if (!names.loops().isEmpty()) {
            resultsOfLoops(t, names);
        }
        if (t.inputs() != null) {
            for (Parameter p : t.inputs().parameters()) {
                p.enumValues().stream()
                        .limit(1)
                        .forEach(v -> use(Slot.input(name, p.name()), new Use.Example(v, "enum of an input")));
            }
        }
        if (t.outputs() != null) {
            t.outputs().parameters().forEach(p -> output(p, name, names));
        }
        if (calls.isEmpty()) {
            // conditions and expressions stand in texts of any field
            everyText(ModelMapper.strict().valueToTree(t), names);
        }
    }

    /** LOOP-14: the results of a loop are put into one list, for which each has to be JSON. */
    private void resultsOfLoops(Template t, Names names) {
        String text = ModelMapper.strict().valueToTree(t).toString();
        for (String step : names.loops()) {
            if (text.contains("." + step + ".outputs.result")) {
                use(Slot.result(names.callees().getOrDefault(step, "")), new Use.Number("part of a loop's list"));
            }
        }
    }

    private void everyText(JsonNode node, Names names) {
        if (node.isTextual()) {
            expressions(node.textValue(), names);
        }
        node.forEach(child -> everyText(child, names));
    }

    private void output(Parameter p, String template, Names names) {
        Slot slot = Slot.output(template, p.name());
        if (p.globalName() != null) {
            flow(slot, Slot.global(p.globalName()));
        }
        ValueFrom from = p.valueFrom();
        if (from != null && from.parameter() != null) {
            flow(whole(from.parameter(), names), slot);
        }
        if (p.value() != null) {
            flow(whole(p.value(), names), slot);
        }
        if (from != null && from.expression() != null) {
            expression(from.expression(), names, slot);
        }
    }

    private void call(CallSite call, Names names) {
        if (call.when() != null) {
            condition(call.when(), names);
        }
        if (call.withParam() != null) {
            loop(call, call.withParam(), names);
        }
        Sequence sequence = call.withSequence();
        if (sequence != null) {
            number(sequence.count(), names);
            number(sequence.start(), names);
            number(sequence.end(), names);
        }
        for (Parameter p : parameters(call.arguments())) {
            Slot to = Slot.input(call.callee(), p.name());
            if (p.value() != null) {
                flow(whole(p.value(), names), to);
                expressions(p.value(), names);
            } else if (p.valueFrom() != null && p.valueFrom().expression() != null) {
                expression(p.valueFrom().expression(), names, to);
            }
        }
        Template inline = call.inline();
        if (inline != null) {
            template(inline);
        }
    }

    private static List<Parameter> parameters(@Nullable Arguments arguments) {
        return arguments == null ? List.of() : arguments.parameters();
    }

    private void number(@Nullable IntOrString value, Names names) {
        Object text = value == null ? null : value.getValue();
        if (text instanceof String s) {
            use(whole(s, names), new Use.Number("used by withSequence"));
            expressions(s, names);
        }
    }

    private void loop(CallSite call, String list, Names names) {
        Map<String, Slot> fields = new LinkedHashMap<>();
        for (Parameter p : parameters(call.arguments())) {
            String value = p.value() == null ? "" : p.value();
            Slot to = Slot.input(call.callee(), p.name());
            if (value.strip().equals("{{item}}")) {
                flow(fields.computeIfAbsent("", names::item), to);
            }
            for (Matcher m = ITEM_FIELD.matcher(value); m.find(); ) {
                Slot item = fields.computeIfAbsent(m.group(1), names::item);
                if (m.group().equals(value.strip())) {
                    flow(item, to);
                }
            }
        }
        if (call.when() != null) {
            for (Matcher m = ITEM_FIELD.matcher(call.when()); m.find(); ) {
                fields.computeIfAbsent(m.group(1), names::item);
            }
        }
        elements(list, fields, names);
        expressions(list, names);
    }

    /** What a loop over the list says of it; of a list that is put together from another loop, what it says of that one's outputs. */
    private void elements(String list, Map<String, Slot> fields, Names names) {
        Matcher all = ALL_PARAMETERS.matcher(list.strip());
        if (all.matches()) {
            String producer = names.callees().getOrDefault(all.group(1), "");
            fields.forEach((field, item) -> flow(Slot.output(producer, field), item));
            return;
        }
        Slot slot = whole(list, names);
        Slot item = fields.get("");
        if (slot == null || !names.isOfLoop(list)) {
            use(slot, new Use.Elements(fields, "used by withParam"));
        } else if (item != null) {
            flow(slot, item);
        }
    }

    private void condition(String when, Names names) {
        for (Matcher m = COMPARED.matcher(when); m.find(); ) {
            use(names.slot(m.group(1)), compared(m.group(2), m.group(3), "used by when"));
        }
        for (Matcher m = COMPARED_MIRRORED.matcher(when); m.find(); ) {
            use(names.slot(m.group(3)), compared(m.group(2), m.group(1), "used by when"));
        }
        expressions(when, names);
    }

    /** A value for which the comparison holds. */
    private static Use compared(String operator, String literal, String said) {
        if (!literal.matches("-?[0-9]{1,9}")) {
            return new Use.Example(operator.equals("!=") ? "not_" + literal : literal, said);
        }
        int number = Integer.parseInt(literal);
        int chosen =
                switch (operator) {
                    case ">", "!=" -> number + 1;
                    case "<" -> number - 1;
                    default -> number;
                };
        return new Use.Example(Integer.toString(chosen), said);
    }

    // --- expressions ---

    /** The variable that the text is, when it is nothing else. */
    private @Nullable Slot whole(String text, Names names) {
        TemplateText.Tag tag = TemplateText.parse(text.strip()).onlyTag();
        if (tag == null) {
            return null;
        }
        Expr expr = tag.expr();
        return expr == null ? names.slot(tag.name()) : names.slot(expr);
    }

    private void expressions(String text, Names names) {
        if (!text.contains("{{=")) {
            return;
        }
        for (TemplateText.Tag tag : TemplateText.parse(text).tags()) {
            Expr expr = tag.expr();
            if (expr != null) {
                new Walk(names).into(expr);
            }
        }
    }

    private void expression(String source, Names names, Slot to) {
        try {
            Expr expr = Expressions.parse(source);
            flow(names.slot(expr), to);
            new Walk(names).into(expr);
        } catch (ExprException e) {
            // the run will say so
        }
    }

    /** Looks for what an expression tells of the variables in it. */
    private final class Walk {
        private final Names names;

        Walk(Names names) {
            this.names = names;
        }

        void into(Expr expr) {
            switch (expr) {
                case Expr.Call c -> call(c);
                case Expr.Binary b -> binary(b);
                case Expr.Member m -> member(m);
                default -> {}
            }
            expr.children().forEach(this::into);
        }

        private void call(Expr.Call c) {
            if (c.arguments().isEmpty()) {
                return;
            }
            Expr first = c.arguments().getFirst();
            switch (c.function()) {
                case "asInt", "asFloat", "int", "float" ->
                    use(names.slot(first), new Use.Number("used by " + c.function()));
                case "fromJson", "fromJSON" ->
                    use(fromJson(c) == null ? null : names.slot(first), new Use.Json(List.of(), "used by fromJson"));
                case "jsonpath" -> {
                    if (c.arguments().size() == 2 && c.arguments().get(1) instanceof Expr.Literal l) {
                        use(names.slot(first), new Use.Json(jsonPath(String.valueOf(l.value())), "used by jsonpath"));
                    }
                }
                case "map", "filter", "all", "any", "none", "one", "count", "reduce", "len", "sum" -> {
                    Slot list = fromJson(first);
                    use(list, new Use.Elements(Map.of(), "used by " + c.function()));
                }
                default -> {}
            }
        }

        private @Nullable Slot fromJson(Expr e) {
            boolean is = e instanceof Expr.Call c
                    && c.function().equalsIgnoreCase("fromJson")
                    && c.arguments().size() == 1;
            return is ? names.slot(((Expr.Call) e).arguments().getFirst()) : null;
        }

        /** {@code fromJson(x).a.b[0]}, each of its parts. */
        private void member(Expr.Member m) {
            List<Object> path = new ArrayList<>();
            Expr target = m;
            while (target instanceof Expr.Member inner && inner.property() instanceof Expr.Literal l) {
                path.addFirst(l.value() instanceof Long index ? (Object) index.intValue() : String.valueOf(l.value()));
                target = inner.target();
            }
            Slot slot = fromJson(target);
            if (slot != null && !path.isEmpty()) {
                use(slot, new Use.Json(List.copyOf(path), "used by fromJson"));
            }
        }

        private void binary(Expr.Binary b) {
            String operator = b.operator().symbol();
            if (List.of("==", "!=", ">", "<", ">=", "<=").contains(operator)) {
                comparison(operator, b.left(), b.right());
                comparison(operator.equals("!=") ? "!=" : "==", b.right(), b.left());
            }
        }

        private void comparison(String operator, Expr variable, Expr literal) {
            if (literal instanceof Expr.Literal l && l.value() != null) {
                Expr compared = variable instanceof Expr.Call c && c.arguments().size() == 1
                        ? c.arguments().getFirst()
                        : variable;
                use(names.slot(compared), compared(operator, l.value().toString(), "compared in an expression"));
            }
        }
    }

    private static List<Object> jsonPath(String path) {
        List<Object> parts = new ArrayList<>();
        for (Matcher m = Pattern.compile("\\.([-\\w]+)|\\['([^']+)'\\]|\\[(\\d{1,4})\\]")
                        .matcher(path);
                m.find(); ) {
            parts.add(
                    m.group(3) != null
                            ? (Object) Integer.valueOf(m.group(3))
                            : m.group(1) != null ? m.group(1) : m.group(2));
        }
        return parts;
    }

    /**
     * What the variables of one template are.
     *
     * @param callees the templates of its steps and tasks
     * @param loops the steps and tasks that loop
     * @param step the one whose variables are meant
     */
    private record Names(String template, Map<String, String> callees, Set<String> loops, String step) {
        private static final Pattern REFERENCE =
                Pattern.compile("(?:steps|tasks)\\.([-\\w]+)\\.outputs\\.(?:(result)|parameters\\.([-\\w]+))"
                        + "|inputs\\.parameters\\.([-\\w]+)|workflow\\.outputs\\.parameters\\.([-\\w]+)");

        Names(String template, List<CallSite> calls) {
            this(template, new HashMap<>(), new LinkedHashSet<>(), "");
            calls.forEach(c -> {
                callees.putIfAbsent(c.name(), c.callee());
                if (c.withParam() != null || c.withSequence() != null || c.withItems()) {
                    loops.add(c.name());
                }
            });
        }

        Names in(CallSite call) {
            return new Names(template, callees, loops, call.name());
        }

        /** @param field empty for the item itself */
        Slot item(String field) {
            return new Slot(template + "/" + step, Slot.Kind.ITEM, field);
        }

        boolean isOfLoop(String text) {
            Matcher m = REFERENCE.matcher(text);
            return m.find() && m.group(1) != null && loops.contains(m.group(1));
        }

        @Nullable
        Slot slot(String variable) {
            if (variable.equals("item") || variable.startsWith("item.")) {
                return item(variable.equals("item") ? "" : variable.substring("item.".length()));
            }
            Matcher m = REFERENCE.matcher(variable);
            if (!m.matches()) {
                return null;
            }
            if (m.group(4) != null) {
                return Slot.input(template, m.group(4));
            }
            if (m.group(5) != null) {
                return Slot.global(m.group(5));
            }
            String callee = callees.get(m.group(1));
            return callee == null ? null : m.group(2) != null ? Slot.result(callee) : Slot.output(callee, m.group(3));
        }

        @Nullable
        Slot slot(Expr expr) {
            return expr instanceof Expr.Member m && m.path() != null ? slot(m.path()) : null;
        }
    }
}
