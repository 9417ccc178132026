/// A path as a table is given it: `/api/v1/bookings/{id}`. Segments are literal or a parameter in braces that stands
/// for any one segment.
public struct PathTemplate: Sendable, Equatable {
    /// One part between slashes.
    public enum Segment: Sendable, Equatable {
        case literal([UInt8])
        case parameter
    }

    /// Why a text is no template.
    public enum Fault: Error, Sendable, Equatable, CaseIterable {
        case slashMissing, tooLong, segmentEmpty, segmentsTooMany, byteForbidden, parameterMalformed
        case parametersTooMany
    }

    public let segments: [Segment]

    /// Literal segments may hold only what a URL carries unescaped, so that a template and a path in normal form can
    /// be compared byte by byte.
    public init(_ text: String) throws(Fault) {
        let bytes = Array(text.utf8)
        guard bytes.first == UInt8(ascii: "/") else { throw .slashMissing }
        guard bytes.count <= RoutingLimits.templateBytesMax else { throw .tooLong }
        var segments: [Segment] = []
        for part in bytes.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            segments.append(try Self.segment(Array(part)))
        }
        guard segments.count <= RoutingLimits.segmentsMax else { throw .segmentsTooMany }
        guard segments.count(where: { $0 == .parameter }) <= RoutingLimits.parametersMax else {
            throw .parametersTooMany
        }
        self.segments = segments
    }

    /// Whether any segment is a parameter.
    public var hasParameters: Bool { segments.contains(.parameter) }

    private static func segment(_ part: [UInt8]) throws(Fault) -> Segment {
        guard let first = part.first else { throw .segmentEmpty }
        if first == UInt8(ascii: "{") {
            guard part.count > 2, part.last == UInt8(ascii: "}"), part[1..<(part.count - 1)].allSatisfy(isWordByte)
            else { throw .parameterMalformed }
            return .parameter
        }
        guard part.allSatisfy({ isWordByte($0) || ".-~".utf8.contains($0) }), part != [0x2e], part != [0x2e, 0x2e]
        else { throw .byteForbidden }
        return .literal(part)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
