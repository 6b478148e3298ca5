package dev.skiff.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MockTextTest {

    @Test
    void aMockIsOfATemplateOrOfAPathAndItsValueMayHoldAnything() {
        Mock ofNode = MockText.parse("each(0:a=b).square.outputs.parameters.list=[1,2]=x");
        assertThat(ofNode.node()).isEqualTo("each(0:a=b).square");
        assertThat(ofNode.outputs().parameters().get("list").textValue()).isEqualTo("[1,2]=x");

        Mock ofTemplate = MockText.parse("template:flip.result=heads");
        assertThat(ofTemplate.template()).isEqualTo("flip");
        assertThat(ofTemplate.outputs().result().textValue()).isEqualTo("heads");

        assertThat(MockText.parse("fit.exitCode=3").exitCode()).isEqualTo(3);
        assertThat(MockText.parse("approve.suspend.parameters.ok=yes").suspend().parameters())
                .containsKey("ok");
        assertThat(MockText.parse("call.http.status=500").http().status()).isEqualTo(500);
    }

    @Test
    void whatIsNoMockSaysHowToWriteOne() {
        assertThatThrownBy(() -> MockText.parse("fit=3")).hasMessageStartingWith("'fit=3' is no mock: write STEP.");
        assertThatThrownBy(() -> MockText.parse("fit.outputs.parameters.=3")).hasMessageContaining("is no mock");
        assertThatThrownBy(() -> MockText.parse("fit.exitCode=x")).hasMessage("exitCode takes a whole number, not 'x'");
    }
}
