package dev.skiff.spec.shape;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.skiff.model.AnyStringDeserializer;
import dev.skiff.model.ModelMapper;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Quantity;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The shapes of the model's classes and of the Kubernetes classes that they hold, found by reflection once. */
public final class Shapes {

    private static final Map<Class<?>, Shape> FIXED = Map.ofEntries(
            Map.entry(String.class, new Shape.Text()),
            Map.entry(Boolean.class, new Shape.Flag()),
            Map.entry(boolean.class, new Shape.Flag()),
            Map.entry(Integer.class, new Shape.Whole(Integer.MIN_VALUE, Integer.MAX_VALUE)),
            Map.entry(int.class, new Shape.Whole(Integer.MIN_VALUE, Integer.MAX_VALUE)),
            Map.entry(Long.class, new Shape.Whole(Long.MIN_VALUE, Long.MAX_VALUE)),
            Map.entry(long.class, new Shape.Whole(Long.MIN_VALUE, Long.MAX_VALUE)),
            Map.entry(BigDecimal.class, new Shape.Decimal()),
            Map.entry(Double.class, new Shape.Decimal()),
            Map.entry(Instant.class, new Shape.Time()),
            Map.entry(IntOrString.class, new Shape.WholeOrText()),
            Map.entry(Quantity.class, new Shape.AnyText()),
            Map.entry(Object.class, new Shape.Free()),
            Map.entry(JsonNode.class, new Shape.Free()),
            Map.entry(FieldsV1.class, new Shape.Free()),
            Map.entry(KubernetesResource.class, new Shape.Free()));

    /** Filled in by the compact constructors or checked by rules with a better sentence. */
    private static final Set<String> NEVER_REQUIRED = Set.of("apiVersion", "kind");

    private static final Map<Class<?>, Shape> CACHE = new ConcurrentHashMap<>();

    private Shapes() {}

    /** The shape of a record of the model or a bean of fabric8. */
    public static Shape of(Class<?> type) {
        return of(ModelMapper.strict().constructType(type));
    }

    private static Shape of(JavaType type) {
        Class<?> raw = type.getRawClass();
        if (FIXED.containsKey(raw)) {
            return FIXED.get(raw);
        } else if (raw.isEnum()) {
            return new Shape.Text();
        } else if (type.isCollectionLikeType()) {
            return new Shape.ListOf(of(type.getContentType()));
        } else if (type.isMapLikeType()) {
            return new Shape.MapOf(of(type.getContentType()));
        }
        // no computeIfAbsent: the members of a recursive type are found later, through the supplier
        Shape known = CACHE.get(raw);
        if (known == null) {
            known = new Shape.Fields(raw.getSimpleName(), memoized(() -> members(type)));
            CACHE.put(raw, known);
        }
        return known;
    }

    private static Map<String, Shape.Member> members(JavaType type) {
        Set<String> required = required(type.getRawClass());
        Map<String, Shape.Member> members = new LinkedHashMap<>();
        for (BeanPropertyDefinition property : properties(type)) {
            if (property.couldDeserialize()) {
                boolean status = property.getName().equals("status")
                        && type.getRawClass().isRecord();
                members.put(
                        property.getName(),
                        new Shape.Member(shapeOf(property), required.contains(property.getName()), status));
            }
        }
        return members;
    }

    private static List<BeanPropertyDefinition> properties(JavaType type) {
        return ModelMapper.strict().getDeserializationConfig().introspect(type).findProperties();
    }

    private static Shape shapeOf(BeanPropertyDefinition property) {
        var member = property.getMutator();
        JsonDeserialize custom = member == null ? null : member.getAnnotation(JsonDeserialize.class);
        if (custom != null && custom.using() == AnyStringDeserializer.class) {
            return new Shape.AnyText();
        } else if (custom != null && custom.contentUsing() == AnyStringDeserializer.class) {
            return new Shape.ListOf(new Shape.AnyText());
        }
        return of(property.getPrimaryType());
    }

    /** The components that may not be null and have no empty value. */
    private static Set<String> required(Class<?> type) {
        if (!type.isRecord()) {
            return Set.of();
        }
        return Arrays.stream(type.getRecordComponents())
                .filter(c -> !c.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .filter(c -> c.getType() != List.class && c.getType() != Map.class)
                .map(Shapes::jsonName)
                .filter(name -> !NEVER_REQUIRED.contains(name))
                .collect(Collectors.toSet());
    }

    private static String jsonName(RecordComponent component) {
        JsonProperty named = component.getAnnotation(JsonProperty.class);
        if (named == null) {
            named = component.getAccessor().getAnnotation(JsonProperty.class);
        }
        return named == null ? component.getName() : named.value();
    }

    private static <T> Supplier<T> memoized(Supplier<T> source) {
        return new Supplier<>() {
            private volatile @Nullable T value;

            @Override
            public T get() {
                T found = value;
                if (found == null) {
                    found = source.get();
                    value = found;
                }
                return found;
            }
        };
    }
}
