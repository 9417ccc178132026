/// What tables of paths accept.
public enum RoutingLimits {
    /// Rows of one table.
    public static let operationsMax = 4096
    /// Segments of a prefix or template. Matching is bounded by it too.
    public static let segmentsMax = 12
    /// Bytes of a prefix or template.
    public static let templateBytesMax = 256
    /// Parameters of a template; their places are handed out without an allocation.
    public static let parametersMax = 4
}
