package dev.skiff.expr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTextTest {

    private final Map<String, Object> variables = new HashMap<>();

    TemplateTextTest() {
        variables.put("inputs.parameters.msg", "hi");
        variables.put("inputs.parameters.num", "3");
        variables.put("inputs.parameters.a-b", "dash");
        variables.put("steps.skipped.outputs.result", null);
        variables.put("tasks.split.outputs.result", "parts");
        variables.put("workflow.parameters", "[1]");
    }

    private Resolution resolve(String text, Unresolved mode) {
        return TemplateText.parse(text).resolve(Scope.of(variables), mode, SampleScope.CONTEXT);
    }

    private String done(String text) {
        return switch (resolve(text, Unresolved.FAIL)) {
            case Resolution.Done done -> {
                assertThat(done.complete()).isTrue();
                yield done.text();
            }
            case Resolution.Failed failed -> throw new AssertionError(failed.toString());
        };
    }

    private Resolution.Failed failed(String text, Unresolved mode) {
        return switch (resolve(text, mode)) {
            case Resolution.Done done -> throw new AssertionError(done.toString());
            case Resolution.Failed failed -> failed;
        };
    }

    @Test
    void aTextWithoutTagsStandsForItself() {
        TemplateText text = TemplateText.parse("just } text {");
        assertThat(text.isStatic()).isTrue();
        assertThat(text.resolve(Scope.empty(), Unresolved.FAIL)).isSameAs(text.resolve(Scope.empty(), Unresolved.KEEP));
        assertThat(text.resolve(Scope.empty(), Unresolved.FAIL)).isEqualTo(new Resolution.Done("just } text {", true));
    }

    @Test
    @DisplayName("SUBST-04: white space inside a tag is ignored")
    void whiteSpaceInsideATagIsIgnored() {
        assertThat(done("<{{ inputs.parameters.msg\t}}>")).isEqualTo("<hi>");
        assertThat(done("{{inputs.parameters.msg}}{{inputs.parameters.num}}")).isEqualTo("hi3");
    }

    @Test
    @DisplayName("SUBST-05: a nested tag is resolved from the inside")
    void aNestedTagIsResolvedFromTheInside() {
        variables.put("item", "msg");
        assertThat(done("a {{inputs.parameters.{{item}}}} b")).isEqualTo("a hi b");
        assertThat(done("{{inputs.parameters.{{ item }} }}".replace("}} }}", "}}}}")))
                .isEqualTo("hi");
    }

    @Test
    @DisplayName("SUBST-05: what the inside names may still be missing")
    void theOuterTagWaitsWhenItsVariableIsMissing() {
        variables.put("item", "other");
        assertThat(resolve("{{inputs.parameters.{{item}}}}", Unresolved.KEEP))
                .isEqualTo(new Resolution.Done("{{inputs.parameters.other}}", false));
        assertThat(failed("{{inputs.parameters.{{item}}}}", Unresolved.FAIL).variable())
                .isEqualTo("inputs.parameters.other");
    }

    @Test
    @DisplayName("SUBST-05: without the inner variable the whole tag waits")
    void aNestedTagWithoutItsInnerVariableWaits() {
        String text = "{{inputs.parameters.{{item}}}}";
        assertThat(resolve(text, Unresolved.KEEP)).isEqualTo(new Resolution.Done(text, false));
        assertThat(failed(text, Unresolved.FAIL).variable()).isEqualTo("item");
    }

    @Test
    @DisplayName("SUBST-03: an unresolvable tag stays as it was written")
    void anUnresolvableTagStaysAsItWasWritten() {
        assertThat(resolve("a {{ user.x }} {{inputs.parameters.msg}}", Unresolved.KEEP))
                .isEqualTo(new Resolution.Done("a {{ user.x }} hi", false));
        Resolution.Failed failed = failed("a {{ user.x }}", Unresolved.FAIL);
        assertThat(failed.kind()).isEqualTo(Resolution.Kind.MISSING);
        assertThat(failed.variable()).isEqualTo("user.x");
        assertThat(failed.offset()).isEqualTo(2);
        assertThat(failed.message()).isEqualTo("failed to resolve {{ user.x }}");
    }

    @Test
    @DisplayName("STEPS-12: only references to steps and tasks are required, their artifacts not")
    void onlyReferencesToStepsAndTasksAreRequired() {
        Unresolved mode = Unresolved.FAIL_NODE_REFERENCES;
        assertThat(resolve("{{user.x}}", mode)).isEqualTo(new Resolution.Done("{{user.x}}", false));
        assertThat(resolve("{{steps.a.outputs.artifacts.x}}", mode)).isInstanceOf(Resolution.Done.class);
        assertThat(failed("{{steps.a.outputs.result}}", mode).variable()).isEqualTo("steps.a.outputs.result");
        assertThat(failed("{{=tasks.a.outputs.result}}", mode).kind()).isEqualTo(Resolution.Kind.MISSING);
    }

    @Test
    @DisplayName("SKIP-02: an absent output is a terminal error in any mode")
    void anAbsentOutputIsATerminalError() {
        for (Unresolved mode : Unresolved.values()) {
            Resolution.Failed failed = failed("x-{{steps.skipped.outputs.result}}", mode);
            assertThat(failed.kind()).isEqualTo(Resolution.Kind.ABSENT);
            assertThat(failed.message()).contains("is an absent optional");
        }
    }

    @Test
    @DisplayName("SKIP-05: in an expression an absent output is nil")
    void inAnExpressionAnAbsentOutputIsNil() {
        assertThat(done("{{=steps.skipped.outputs.result ?? 'fallback'}}")).isEqualTo("fallback");
        assertThat(done("{{=steps.skipped.outputs.result == ''}}")).isEqualTo("false");
        assertThat(done("{{=steps['skipped'].outputs.result == nil}}")).isEqualTo("true");
    }

    @Test
    @DisplayName("SUBST-09: strings are inserted raw, everything else as JSON")
    void stringsAreInsertedRawEverythingElseAsJson() {
        assertThat(done("{{='a \"b\" <c>'}}")).isEqualTo("a \"b\" <c>");
        assertThat(done("{{=[1, 'x', nil, 1.5]}} {{=true}} {{=3}} {{={b: 1, a: '<'} }}"))
                .isEqualTo("[1,\"x\",null,1.5] true 3 {\"a\":\"\\u003c\",\"b\":1}");
    }

    @Test
    @DisplayName("SUBST-09: nil is an error")
    void nilIsAnError() {
        Resolution.Failed failed = failed("{{=steps.skipped.outputs.result}}", Unresolved.FAIL);
        assertThat(failed.kind()).isEqualTo(Resolution.Kind.EXPRESSION);
        assertThat(failed.message()).startsWith("failed to evaluate expression \"steps.skipped.outputs.result\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{=sprig.int(retries) + 1}}",
                "{{=item ?? 'none'}}",
                "{{=asInt(lastRetry.exitCode) > 1}}",
                "{{=workflow.status == 'Failed'}}",
                "{{=workflow.failures ?? '[]'}}"
            })
    @DisplayName("SUBST-10: variables that come later are waited for, not taken for nil")
    void variablesThatComeLaterAreWaitedFor(String text) {
        assertThat(resolve(text, Unresolved.KEEP)).isEqualTo(new Resolution.Done(text, false));
    }

    @Test
    @DisplayName("SUBST-11: a missing variable keeps the tag, an error of a complete expression does not")
    void aMissingVariableKeepsTheTag() {
        assertThat(resolve("{{=inputs.parameters.nope + 1}}", Unresolved.KEEP))
                .isEqualTo(new Resolution.Done("{{=inputs.parameters.nope + 1}}", false));
        Resolution.Failed missing = failed("{{=inputs.parameters.nope}}", Unresolved.FAIL);
        assertThat(missing.kind()).isEqualTo(Resolution.Kind.MISSING);
        assertThat(missing.message()).isEqualTo("failed to evaluate expression: inputs.parameters.nope is missing");
        assertThat(failed("{{=inputs.parameters.num + 1}}", Unresolved.KEEP).message())
                .contains("mismatched types string and int", "asInt()");
    }

    @Test
    @DisplayName("SUBST-11: what ?? or ?. guards is not required")
    void whatIsGuardedIsNotRequired() {
        assertThat(done("{{=inputs.parameters.nope ?? 'd'}}")).isEqualTo("d");
        assertThat(done("{{=inputs.parameters?.nope ?? 'd'}}")).isEqualTo("d");
        assertThat(failed("{{=input.parameters.msg ?? 'd'}}", Unresolved.FAIL).message())
                .contains("unknown name input", "did you mean inputs?");
    }

    @Test
    @DisplayName("SUBST-06: a variable that is a parent of others is the map of these")
    void aParentOfOtherVariablesIsTheirMap() {
        assertThat(done("{{=workflow.parameters}}")).isEqualTo("[1]");
        variables.put("workflow.parameters.x", "1");
        assertThat(done("{{=toJson(workflow.parameters)}}")).isEqualTo("{\"x\":\"1\"}");
        assertThat(done("{{workflow.parameters}}")).isEqualTo("[1]");
    }

    @Test
    @DisplayName("SUBST-07, SUBST-13: brackets reach names with hyphens and names of functions")
    void bracketsReachAnyName() {
        assertThat(done("{{=inputs.parameters['a-b']}} {{=inputs.parameters.msg}}"))
                .isEqualTo("dash hi");
        assertThat(done("{{=tasks['split'].outputs.result}} {{=tasks.split.outputs.result}}"))
                .isEqualTo("parts parts");
    }

    @Test
    @DisplayName("SUBST-08, SUBST-12, SUBST-14: conversions and sprig work on texts")
    void conversionsAndSprigWorkOnTexts() {
        variables.put("item", "abc");
        assertThat(done("{{=asInt(inputs.parameters.num) * 10}} {{=sprig.upper(item)}}"))
                .isEqualTo("30 ABC");
        assertThat(done("{{=jsonpath('{\"a\": [1, {\"b\": true}]}', '$.a[1].b')}}"))
                .isEqualTo("true");
    }

    @Test
    void valuesThatAreNoTextsPrintAsTextOrJson() {
        variables.put("number", 1.5);
        variables.put("flag", true);
        variables.put("list", List.of("a", 1));
        assertThat(done("{{number}} {{flag}} {{list}}")).isEqualTo("1.5 true [\"a\",1]");
    }

    @Test
    void anUnclosedTagFailsAndIsAProblem() {
        TemplateText text = TemplateText.parse("ok {{inputs.parameters.msg}} then {{ never");
        assertThat(text.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.offset()).isEqualTo(34);
            assertThat(problem.message()).startsWith("Cannot find end tag=\"}}\"");
        });
        assertThat(failed("{{", Unresolved.KEEP).kind()).isEqualTo(Resolution.Kind.SYNTAX);
        assertThat(done("{{='{' + '{'}}")).isEqualTo("{{");
    }

    @Test
    void anExpressionThatDoesNotParseIsAProblemWithItsPlace() {
        TemplateText text = TemplateText.parse("x {{=1 + * 2}}");
        assertThat(text.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.offset()).isEqualTo(9);
            assertThat(problem.message()).contains("unexpected \"*\"", " | 1 + * 2\n | ....^");
        });
        assertThat(failed("x {{=1 + * 2}}", Unresolved.KEEP).kind()).isEqualTo(Resolution.Kind.EXPRESSION);
        assertThat(TemplateText.parse("{{={a: {b: 1}}}}").problems().getFirst().message())
                .contains("put a space between braces");
    }

    @Test
    void tagsTellWhatTheyAreAndWhatTheyRead() {
        TemplateText text = TemplateText.parse("{{ a.b }}-{{=c.d + e['f-g'] ?? h}}");
        assertThat(text.tags())
                .extracting(TemplateText.Tag::kind)
                .containsExactly(TemplateText.TagKind.SIMPLE, TemplateText.TagKind.EXPRESSION);
        assertThat(text.tags().get(0).name()).isEqualTo("a.b");
        assertThat(text.tags().get(1).offset()).isEqualTo(10);
        assertThat(text.tags().get(1).references()).extracting(Reference::name).containsExactly("c.d", "e.f-g", "h");
        assertThat(text.onlyTag()).isNull();
        assertThat(TemplateText.parse("{{item}}").onlyTag()).isNotNull();
    }

    @Test
    void aResultThatIsTooLargeIsRefused() {
        variables.put("big", "x".repeat(1000));
        EvalContext small = new EvalContext(null, new Limits(1000, 1000, 100));
        assertThat(TemplateText.parse("{{big}}").resolve(Scope.of(variables), Unresolved.FAIL, small))
                .isInstanceOfSatisfying(
                        Resolution.Failed.class,
                        failed -> assertThat(failed.kind()).isEqualTo(Resolution.Kind.LIMIT));
    }

    @Test
    void anInsertedValueIsNeverReadAgain() {
        variables.put("evil", "{{inputs.parameters.msg}} {{=1}}");
        assertThat(done("{{evil}}")).isEqualTo("{{inputs.parameters.msg}} {{=1}}");
    }

    @Test
    void nowNeedsAnInstant() {
        assertThat(done("{{=now().Format('2006-01-02')}}")).isEqualTo("2026-11-23");
        assertThat(TemplateText.parse("{{=now()}}").resolve(Scope.empty(), Unresolved.FAIL))
                .isInstanceOfSatisfying(
                        Resolution.Failed.class,
                        failed -> assertThat(failed.message()).contains("the current time is not available here"));
    }
}
