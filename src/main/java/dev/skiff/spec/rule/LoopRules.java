package dev.skiff.spec.rule;

import dev.skiff.model.Sequence;
import dev.skiff.spec.DocPath;
import dev.skiff.spec.Problem;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A step or task has at most one loop, and a sequence has one end (group LOOP). */
final class LoopRules implements Rule {

    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");

    @Override
    public void check(Survey survey, Consumer<Problem> report) {
        for (CallSite call : survey.calls()) {
            List<String> loops = new ArrayList<>();
            if (!call.loop().items().isEmpty()) {
                loops.add("withItems");
            }
            if (call.loop().param() != null) {
                loops.add("withParam");
            }
            if (call.loop().sequence() != null) {
                loops.add("withSequence");
            }
            if (loops.size() > 1) {
                report.accept(call.located()
                        .error(
                                call.path().key(loops.get(1)),
                                "the %s '%s' has several loops: %s"
                                        .formatted(call.word(), call.name(), String.join(", ", loops)),
                                "keep one of them"));
            }
            if (call.loop().sequence() != null) {
                sequence(call, call.loop().sequence(), report);
            }
        }
    }

    private static void sequence(CallSite call, Sequence sequence, Consumer<Problem> report) {
        DocPath path = call.path().key("withSequence");
        if (sequence.count() == null && sequence.end() == null) {
            report.accept(call.located().error(path, "withSequence has neither 'count' nor 'end'"));
        } else if (sequence.count() != null && sequence.end() != null) {
            report.accept(call.located().error(path, "withSequence has both 'count' and 'end'", "keep one of them"));
        }
        Map<String, @Nullable IntOrString> numbers = new LinkedHashMap<>();
        numbers.put("count", sequence.count());
        numbers.put("start", sequence.start());
        numbers.put("end", sequence.end());
        numbers.forEach((field, number) -> {
            String text = number == null ? "0" : String.valueOf(number.getValue());
            if (!text.contains("{{") && !WHOLE.matcher(text.strip()).matches()) {
                report.accept(call.located().error(path.key(field), "'%s' is not a whole number".formatted(text)));
            }
        });
    }
}
