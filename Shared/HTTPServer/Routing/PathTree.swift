import Bytes

/// Templates as a tree of segments in flat arrays: walking it compares bytes and allocates nothing. Literal segments
/// win over a parameter; when the literal branch ends without a match the parameter is tried, so `/a/{id}/x` is found
/// although `/a/static` exists.
public struct PathTree: Sendable {
    /// A place in the tree; what is there is the owner's business.
    public typealias Node = Int

    private struct Edge: Sendable {
        /// The first eight bytes, which usually decide.
        let word: UInt64
        let text: [UInt8]
        let child: Node
    }

    private struct Branch: Sendable {
        var edges: [Edge] = []
        var parameter: Node?
    }

    private var branches = [Branch()]

    /// An empty tree.
    public init() {}

    /// Where every path begins.
    public static let root: Node = 0

    /// How many nodes there are; they are numbered from 0.
    public var count: Int { branches.count }

    /// The node of `template`, made if it is not there.
    public mutating func insert(_ template: PathTemplate) -> Node {
        var node = Self.root
        for segment in template.segments {
            switch segment {
            case .parameter:
                if let child = branches[node].parameter {
                    node = child
                } else {
                    branches.append(Branch())
                    branches[node].parameter = branches.count - 1
                    node = branches.count - 1
                }
            case .literal(let text):
                if let child = literal(text.span, of: node) {
                    node = child
                } else {
                    branches.append(Branch())
                    branches[node].edges.append(
                        Edge(word: Self.word(text.span), text: text, child: branches.count - 1))
                    node = branches.count - 1
                }
            }
        }
        return node
    }

    /// The node of a template without parameters, if it is there.
    public func find(_ template: PathTemplate) -> Node? {
        var node = Self.root
        for segment in template.segments {
            guard case .literal(let text) = segment, let child = literal(text.span, of: node) else { return nil }
            node = child
        }
        return node
    }

    /// The child of `node` for exactly this segment.
    public func literal(_ segment: borrowing Span<UInt8>, of node: Node) -> Node? {
        let word = Self.word(segment)
        for index in branches[node].edges.indices {
            guard branches[node].edges[index].word == word, branches[node].edges[index].text.count == segment.count
            else { continue }
            if segment.count <= 8 || Self.hasSameTail(branches[node].edges[index].text, segment) {
                return branches[node].edges[index].child
            }
        }
        return nil
    }

    /// The child of `node` for any segment.
    public func parameter(of node: Node) -> Node? {
        branches[node].parameter
    }

    /// Where the segment that begins at `start` ends.
    @inline(__always)
    public static func segmentEnd(_ path: borrowing Span<UInt8>, from start: Int) -> Int {
        path.place(of: UInt8(ascii: "/"), from: start, before: path.count)
    }

    private static func word(_ bytes: borrowing Span<UInt8>) -> UInt64 {
        bytes.word(at: 0, count: min(8, bytes.count))
    }

    private static func hasSameTail(_ text: borrowing [UInt8], _ segment: borrowing Span<UInt8>) -> Bool {
        for index in 8..<segment.count where text[index] != segment[index] { return false }
        return true
    }
}
