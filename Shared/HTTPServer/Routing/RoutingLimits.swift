import HTTPWire

/// What tables of paths accept, and what requests may ask of a route.
public enum RoutingLimits {
    /// Rows of one table.
    public static let operationsMax = 4096
    /// Segments of a prefix or template. Matching is bounded by it too.
    public static let segmentsMax = 12
    /// Bytes of a prefix or template.
    public static let templateBytesMax = 256
    /// Parameters of a template; their places are handed out without an allocation.
    public static let parametersMax = 4
    /// Parameters of a query, each repetition counted.
    public static let queryItemsMax = HTTPTarget.queryItemsMax
    /// Values of one repeated parameter, unless it has a limit of its own.
    public static let repetitionsMax = 50
    /// Faults of parameters that one answer lists, as many as a body's.
    public static let parameterFaultsMax = 64
    /// Characters of an unknown parameter's name that a fault repeats.
    public static let faultNameLengthMax = 64
    /// Characters of a path parameter that is plain text, unless it is declared otherwise.
    public static let pathTextLengthMax = 128
}
