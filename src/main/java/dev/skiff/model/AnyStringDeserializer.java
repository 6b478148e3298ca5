package dev.skiff.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text, a number or a boolean as text (PARAM-04): {@code 1e3} is "1000", {@code 1.0} is "1". Unlike Argo, an integer beyond 2^53
 * keeps all its digits.
 */
public final class AnyStringDeserializer extends StdDeserializer<String> {

    private static final long serialVersionUID = 1L;

    public AnyStringDeserializer() {
        super(String.class);
    }

    @Override
    public @Nullable String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return parser.getText();
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return new BigInteger(parser.getText()).toString();
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            return shortest(parser.getDoubleValue());
        }
        return (String) context.handleUnexpectedToken(String.class, parser);
    }

    private static String shortest(double number) {
        BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        return exact.signum() == 0 ? "0" : exact.toPlainString();
    }
}
