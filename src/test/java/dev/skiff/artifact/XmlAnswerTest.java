package dev.skiff.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlAnswerTest {

    @Test
    void textIsFoundByTheNameOfItsElement() throws IOException {
        XmlAnswer answer = XmlAnswer.parse("""
                <?xml version="1.0" encoding="UTF-8"?>
                <!-- a page -->
                <s3:List xmlns:s3="http://s3.amazonaws.com/doc/2006-03-01/" odd="a>b">
                  <Contents><Key>a &amp; b&#x20;&#252;</Key><Size/></Contents>
                  <Contents><Key><![CDATA[<c>]]></Key></Contents>
                </s3:List>
                """);

        assertThat(answer.name()).isEqualTo("List");
        assertThat(answer.all("Contents"))
                .extracting(c -> c.first("Key").orElse(""))
                .containsExactly("a & b ü", "<c>");
        assertThat(answer.first("Size")).contains("");
        assertThat(answer.first("None")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bad Gateway",
                "<a>",
                "<a><b></a></b>",
                "<a>&unknown;</a>",
                "<a>&amp</a>",
                "<a>&#x110000;</a>",
                "<a b='></a>",
                "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>",
                "<a><!ELEMENT b></a>",
                "<!-- <a></a>"
            })
    void whatNoServerOfS3SendsIsRefused(String text) {
        assertThatThrownBy(() -> XmlAnswer.parse(text)).isInstanceOf(IOException.class);
    }

    @Test
    void whatIsDeepOrLargeIsRefused() {
        assertThatThrownBy(() -> XmlAnswer.parse("<a>".repeat(100_000))).hasMessageContaining("no answer of S3");
        assertThatThrownBy(() -> XmlAnswer.read(new ByteArrayInputStream(new byte[9 << 20])))
                .hasMessageContaining("larger than 8.0 MiB");
    }

    /** Whatever arrives is read or refused. */
    @Test
    void noiseIsReadOrRefused() {
        String[] pieces = {
            "<a>", "</a>", "<", ">", "&", "&lt;", "x", "<!--", "-->", "<?", "?>", "\"", "<b/>", "<![CDATA[", "]]>"
        };
        Random random = new Random(5);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            try {
                assertThat(XmlAnswer.read(new ByteArrayInputStream(bytes)).name())
                        .isNotNull();
            } catch (IOException e) {
                assertThat(e).hasMessageStartingWith("the answer");
            }
        }
    }
}
