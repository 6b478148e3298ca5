package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.spec.Problem;
import dev.skiff.spec.ProblemFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Results of workflow tests for programs. */
final class TestReport {
    private TestReport() {}

    static JsonNode json(List<WorkflowTests.Result> results) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (WorkflowTests.Result r : results) {
            ObjectNode one = list.addObject()
                    .put("file", r.file())
                    .put("name", r.name())
                    .put("passed", r.passed())
                    .put("seconds", seconds(r));
            ArrayNode failures = one.putArray("failures");
            for (Problem p : r.failures()) {
                failures.addObject()
                        .put("file", p.file())
                        .put("line", p.line())
                        .put("column", p.column())
                        .put("path", p.path())
                        .put("message", p.message());
            }
        }
        return list;
    }

    /** As CI systems read it: a suite for each file. */
    static String junit(List<WorkflowTests.Result> results) {
        Map<String, List<WorkflowTests.Result>> byFile = new LinkedHashMap<>();
        results.forEach(
                r -> byFile.computeIfAbsent(r.file(), f -> new ArrayList<>()).add(r));
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<testsuites").append(totals(results)).append(">\n");
        byFile.forEach((file, own) -> {
            xml.append("  <testsuite name=\"")
                    .append(escaped(file))
                    .append('"')
                    .append(totals(own))
                    .append(">\n");
            own.forEach(r -> testcase(r, xml));
            xml.append("  </testsuite>\n");
        });
        return xml.append("</testsuites>\n").toString();
    }

    private static String totals(List<WorkflowTests.Result> results) {
        long failed = results.stream().filter(r -> !r.passed()).count();
        double time = results.stream().mapToDouble(TestReport::seconds).sum();
        return String.format(
                Locale.ROOT, " tests=\"%d\" failures=\"%d\" errors=\"0\" time=\"%.3f\"", results.size(), failed, time);
    }

    private static double seconds(WorkflowTests.Result r) {
        return r.took().toNanos() / 1e9;
    }

    private static void testcase(WorkflowTests.Result r, StringBuilder xml) {
        xml.append("    <testcase name=\"")
                .append(escaped(r.name()))
                .append("\" classname=\"")
                .append(escaped(r.file()))
                .append(String.format(Locale.ROOT, "\" time=\"%.3f\"", seconds(r)));
        if (r.passed()) {
            xml.append("/>\n");
            return;
        }
        String text = ProblemFormat.TEXT.render(r.failures());
        xml.append(">\n      <failure message=\"")
                .append(escaped(r.failures().getFirst().message()))
                .append("\">")
                .append(escaped(text))
                .append("</failure>\n    </testcase>\n");
    }

    /** Also without the characters that XML does not have. */
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\n' -> out.append("&#10;");
                case '\t' -> out.append("&#9;");
                default -> {
                    boolean known = c >= 0x20 && c != 0xFFFE && c != 0xFFFF && !(c >= 0xD800 && c <= 0xDFFF);
                    out.appendCodePoint(known ? c : 0xFFFD);
                }
            }
        });
        return out.toString();
    }
}
