package dev.skiff.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One mock in one line: {@code numbers.outputs.parameters.list=[1,2]}, {@code template:flip.result=heads}, {@code fit.exitCode=1}. */
public final class MockText {
    private static final Pattern FORM = Pattern.compile(
            "(?s)(.+?)\\.(outputs\\.parameters\\.|outputs\\.artifacts\\.|(?:outputs\\.)?result|exitCode|error|message|duration"
                    + "|http\\.status|http\\.body|suspend\\.parameters\\.|suspend\\.after|suspend\\.phase)([-\\w]*)=(.*)");

    private static final String TEMPLATE = "template:";

    private MockText() {}

    /** @throws IllegalArgumentException with a sentence for the user */
    public static Mock parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches() || m.group(2).endsWith(".") == m.group(3).isEmpty()) {
            throw new IllegalArgumentException("'" + text
                    + "' is no mock: write STEP.outputs.parameters.NAME=VALUE, STEP.result=VALUE, STEP.exitCode=N or the like,"
                    + " with template:NAME for STEP to mean every step of a template");
        }
        String selector = m.group(1);
        boolean byTemplate = selector.startsWith(TEMPLATE);
        Mock empty = byTemplate ? Mock.of(selector.substring(TEMPLATE.length()), null) : Mock.of(null, selector);
        return with(empty, m.group(2), m.group(3), m.group(4));
    }

    private static Mock with(Mock empty, String field, String name, String value) {
        JsonNode json = TextNode.valueOf(value);
        return switch (field) {
            case "outputs.parameters." -> outputs(empty, new Mock.Given(Map.of(name, json), null, Map.of()));
            case "outputs.artifacts." -> outputs(empty, new Mock.Given(Map.of(), null, Map.of(name, value)));
            case "outputs.result", "result" -> outputs(empty, new Mock.Given(Map.of(), json, Map.of()));
            case "exitCode" -> of(empty, null, number(field, value), null, null, null, null);
            case "error" -> of(empty, null, null, value, null, null, null);
            case "message" -> of(empty, null, null, null, value, null, null);
            case "duration" -> of(empty, value, null, null, null, null, null);
            case "http.status" ->
                of(empty, null, null, null, null, new Mock.Response(number(field, value), null), null);
            case "http.body" -> of(empty, null, null, null, null, new Mock.Response(null, json), null);
            case "suspend.after" ->
                of(empty, null, null, null, null, null, new Mock.Approval(value, null, null, Map.of()));
            case "suspend.phase" ->
                of(empty, null, null, null, null, null, new Mock.Approval(null, value, null, Map.of()));
            case "suspend.parameters." ->
                of(empty, null, null, null, null, null, new Mock.Approval(null, null, null, Map.of(name, json)));
            default -> throw new IllegalStateException("no field " + field);
        };
    }

    private static int number(String field, String value) {
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(field + " takes a whole number, not '" + value + "'");
        }
    }

    private static Mock outputs(Mock empty, Mock.Given outputs) {
        return new Mock(empty.template(), empty.node(), null, null, null, null, outputs, null, null, List.of());
    }

    private static Mock of(
            Mock empty,
            @Nullable String duration,
            @Nullable Integer exitCode,
            @Nullable String error,
            @Nullable String message,
            Mock.@Nullable Response http,
            Mock.@Nullable Approval suspend) {
        return new Mock(
                empty.template(), empty.node(), duration, exitCode, error, message, null, http, suspend, List.of());
    }
}
