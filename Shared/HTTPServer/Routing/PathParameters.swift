/// Where the parameters of a matched template are in the path, in order, without a heap allocation.
public struct PathParameters: Sendable {
    private var ranges = InlineArray<4, Range<Int>>(repeating: 0..<0)
    public private(set) var count = 0

    /// Where in the path parameter number `index` is.
    public subscript(index: Int) -> Range<Int> {
        precondition(index < count, "a template has only so many parameters")
        return ranges[index]
    }

    /// None.
    public init() {}

    /// The tree is no deeper in parameters than a template may be, so there is always room.
    mutating func append(_ range: Range<Int>) {
        precondition(count < RoutingLimits.parametersMax, "templates have at most four parameters")
        ranges[count] = range
        count += 1
    }

    mutating func removeLast() {
        precondition(count > 0, "only what was found is taken back")
        count -= 1
    }
}
