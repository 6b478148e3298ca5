package dev.skiff.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.model.MalformedStatus;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.WorkflowStatus;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusCodecTest {
    private static final int ENOUGH = 1 << 20;

    @Test
    void nodesThatWerePackedComeBackAsTheyWere() throws JsonProcessingException {
        Map<String, NodeStatus> nodes = new LinkedHashMap<>();
        for (int i = 0; i < 1000; i++) {
            nodes.put("wf-" + i, node(i));
        }
        String packed = StatusCodec.pack(nodes);
        assertThat(packed).hasSizeLessThan(20_000);
        assertThat(StatusCodec.unpack(packed, ENOUGH)).isEqualTo(nodes);
        WorkflowStatus status =
                StatusCodec.read(json("{\"phase\":\"Running\",\"compressedNodes\":\"" + packed + "\"}"), ENOUGH);
        assertThat(status.nodes()).isEqualTo(nodes);
        assertThat(status.compressedNodes()).isNull();
    }

    @Test
    void nodesThatAreTooManyAreRefusedBeforeTheyAreRead() {
        String packed = StatusCodec.pack(Map.of("wf-1", node(1)));
        assertThatThrownBy(() -> StatusCodec.unpack(packed, 50))
                .isInstanceOf(MalformedStatus.class)
                .hasMessageContaining("more than 50 bytes");
    }

    @Test
    void anotherCompressionIsNamed() {
        String zstd = Base64.getEncoder().encodeToString(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0});
        assertThatThrownBy(() -> StatusCodec.unpack(zstd, ENOUGH))
                .isInstanceOf(MalformedStatus.class)
                .hasMessageContaining("zstd");
        assertThatThrownBy(() -> StatusCodec.unpack("AAAA", ENOUGH))
                .isInstanceOf(MalformedStatus.class)
                .hasMessageContaining("not compressed by gzip");
        assertThatThrownBy(() -> StatusCodec.unpack("%", ENOUGH)).hasMessageContaining("not base64");
        assertThatThrownBy(() -> StatusCodec.unpack("H4sIAAAA", ENOUGH)).isInstanceOf(MalformedStatus.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'nodes':{'a':{'id':'a','name':'a','type':'Pod','phase':'Sleeping'}}} | status.nodes.a.phase",
                "{'nodes':{'a':{'name':'a','type':'Pod'}}} | needs the field 'id'",
                "{'nodes':{'a':{'id':'a','name':'a','type':'Pod','startedAt':'yesterday'}}} | status.nodes.a.startedAt",
                "{'nodes':7} | status.nodes",
                "{'phase':'Sleeping'} | status.phase",
                "7 | status"
            })
    void aStatusThatCannotBeReadSaysWhere(String status, String where) throws JsonProcessingException {
        JsonNode json = json(status.replace('\'', '"'));
        assertThatThrownBy(() -> StatusCodec.read(json, ENOUGH))
                .isInstanceOf(MalformedStatus.class)
                .hasMessageContaining(where);
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return ModelMapper.lenient().readTree(text);
    }

    private static NodeStatus node(int i) {
        return NodeStatus.builder()
                .id("wf-" + i)
                .name("wf[" + i + "].step")
                .type(NodeType.POD)
                .phase(NodePhase.SUCCEEDED)
                .build();
    }
}
