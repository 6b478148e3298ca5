package dev.skiff.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemFormatTest {

    private static final Problem ERROR = new Problem(
            Severity.ERROR, "a,b.yaml", 3, 7, "spec.entrypoint", "no template is named '50%'", "did you mean 'x'?");
    private static final Problem WARNING = new Problem(Severity.WARNING, "-", 0, 0, "", "two\nlines", null);

    @Test
    void textHasOneLineForEachProblem() {
        assertThat(ProblemFormat.TEXT.render(List.of(ERROR)))
                .isEqualTo("a,b.yaml:3:7: spec.entrypoint: no template is named '50%' (did you mean 'x'?)\n");
        assertThat(ProblemFormat.TEXT.render(List.of())).isEmpty();
    }

    @Test
    void githubGetsWorkflowCommandsWithItsEscapes() {
        assertThat(ProblemFormat.GITHUB.render(List.of(ERROR, WARNING))).isEqualTo("""
                        ::error file=a%2Cb.yaml,line=3,col=7::spec.entrypoint: no template is named '50%25' (did you mean 'x'?)
                        ::warning file=-::two%0Alines
                        """);
    }

    @Test
    void jsonIsAnArrayOfTheFields() {
        assertThat(ProblemFormat.JSON.render(List.of(ERROR)))
                .contains("\"severity\" : \"ERROR\"", "\"line\" : 3", "\"hint\" : \"did you mean 'x'?\"");
        assertThat(ProblemFormat.JSON.render(List.of())).isEqualTo("[ ]\n");
    }
}
