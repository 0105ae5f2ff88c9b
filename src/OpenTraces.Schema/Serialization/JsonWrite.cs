using System.Text.Json;

namespace OpenTraces.Schema;

internal delegate void JsonWrite<T>(Utf8JsonWriter writer, T value);
