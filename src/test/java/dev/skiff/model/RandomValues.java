package dev.skiff.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Fills any record of the model with values that a seed decides; below a depth only what is required is there. */
final class RandomValues {

    private static final int MAX_DEPTH = 5;
    private static final List<String> TEXTS =
            List.of("", "a", "main", "{{inputs.parameters.x}}", "1", "true", "é✓", "two\nlines", " ");

    private final Random random;

    RandomValues(long seed) {
        this.random = new Random(seed);
    }

    <T> T of(Class<T> type) {
        return type.cast(value(type, 0));
    }

    private Object value(Type type, int depth) {
        if (type instanceof ParameterizedType generic) {
            return collection(generic, depth);
        }
        Class<?> raw = (Class<?>) type;
        if (raw == String.class) {
            return TEXTS.get(random.nextInt(TEXTS.size()));
        } else if (raw == Boolean.class) {
            return random.nextBoolean();
        } else if (raw == Integer.class) {
            return random.nextInt();
        } else if (raw == Long.class) {
            return random.nextLong();
        } else if (raw == Instant.class) {
            return Instant.ofEpochSecond(random.nextInt());
        } else if (raw == BigDecimal.class) {
            return BigDecimal.valueOf(random.nextInt(1000), 1);
        } else if (raw == JsonNode.class) {
            return json();
        } else if (raw == IntOrString.class) {
            return random.nextBoolean() ? new IntOrString(random.nextInt(100)) : new IntOrString("10%");
        } else if (raw == Quantity.class) {
            return new Quantity("100", "Mi");
        } else if (raw.isEnum()) {
            Object[] constants = raw.getEnumConstants();
            return constants[random.nextInt(constants.length)];
        }
        return raw.isRecord() ? record(raw, depth) : bean(raw);
    }

    private Object collection(ParameterizedType type, int depth) {
        Type[] arguments = type.getActualTypeArguments();
        int size = depth >= MAX_DEPTH ? 0 : random.nextInt(3);
        if (type.getRawType() == List.class) {
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                list.add(value(arguments[0], depth + 1));
            }
            return list;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            map.put("key-" + random.nextInt(1000), value(arguments[1], depth + 1));
        }
        return map;
    }

    private Object record(Class<?> type, int depth) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            boolean optional = components[i].getAnnotatedType().getAnnotations().length > 0;
            boolean leaveOut = optional && (depth >= MAX_DEPTH || random.nextInt(4) == 0);
            values[i] = leaveOut ? null : value(components[i].getGenericType(), depth + 1);
        }
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type.getSimpleName(), e);
        }
    }

    /** A fabric8 value: its texts, flags and numbers are set; its nested values stay away. */
    private Object bean(Class<?> type) {
        try {
            Object bean = type.getDeclaredConstructor().newInstance();
            for (Method method : Arrays.stream(type.getMethods())
                    .filter(m -> m.getName().startsWith("set") && m.getParameterCount() == 1)
                    .sorted((a, b) -> a.getName().compareTo(b.getName()))
                    .toList()) {
                Class<?> parameter = method.getParameterTypes()[0];
                if (parameter == String.class || parameter == Boolean.class || parameter == Integer.class) {
                    method.invoke(bean, value(parameter, MAX_DEPTH));
                }
            }
            return bean;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type.getSimpleName(), e);
        }
    }

    private JsonNode json() {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (random.nextInt(5)) {
            case 0 -> json.textNode("text");
            case 1 -> json.numberNode(random.nextInt());
            case 2 -> json.booleanNode(random.nextBoolean());
            case 3 -> json.arrayNode().add(1).add("two").addNull();
            default ->
                json.objectNode()
                        .put("group", "developer")
                        .set("nested", json.arrayNode().add(3));
        };
    }
}
