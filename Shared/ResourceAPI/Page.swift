public import HTTPServer
import HTTPWire
import Identity
public import JSON

/// One page of a list, as it is answered.
///
///     { "items": […], "page": { "limit": 50, "nextCursor": "…", "hasMore": true, "total": 120 } }
public struct Page<Item: JSONCodable>: Sendable {
    public let items: [Item]
    public let frame: PageFrame

    /// A page that was read with one row more than its limit, which says whether there is another.
    public init(reading rows: [Item], limit: Int, total: Int? = nil, cursor: (Item) -> String) {
        items = Array(rows.prefix(limit))
        let next = rows.count > limit ? items.last.map(cursor) : nil
        frame = PageFrame(limit: limit, number: nil, nextCursor: next, hasMore: next != nil, total: total)
    }

    /// A page by its number.
    public init(_ rows: [Item], number: Int, limit: Int, total: Int) {
        items = rows
        let (seen, isFar) = number.multipliedReportingOverflow(by: limit)
        frame = PageFrame(
            limit: limit, number: number, nextCursor: nil, hasMore: !isFar && seen < total, total: total)
    }

    private init(items: [Item], frame: PageFrame) {
        (self.items, self.frame) = (items, frame)
    }

    /// The answer, with a `Link` to the next page of the same list.
    public func response(to request: AuthenticatedRequest) throws -> Response {
        var response = Response.json(jsonBytes(maskingAbove: request.identity.clearance))
        response.fields.append(.cacheControl, literal: "private, no-cache")
        if let next = frame.nextLink(of: request.exchange.head.target) {
            try response.fields.append(.link, "<\(next)>; rel=\"next\"")
        }
        return response
    }
}

extension Page: JSONCodable {
    public static var jsonName: String { "\(Item.jsonName)Page" }

    /// Made anew for each use, since a generic type stores nothing: a page is many items.
    public static var json: JSONType<Page> {
        .record(
            { (items: [Item], frame: PageFrame) in Page(items: items, frame: frame) },
            JSONField("items", \Page.items, .array(.nested(), count: 0...PageLimits.itemsMax)),
            JSONField("page", \Page.frame, .nested()))
    }
}

/// Which part of a list a page is.
public struct PageFrame: Sendable, Equatable {
    public let limit: Int
    /// The number of the page, where pages were counted.
    public let number: Int?
    /// Where the next page begins; nil on the last one, and where pages were counted.
    public let nextCursor: String?
    public let hasMore: Bool
    /// All items that the filters let through, where somebody counted them.
    public let total: Int?

    /// The target that was asked, with the next page's cursor or number in the place of this one's.
    func nextLink(of target: HTTPTarget) -> String? {
        guard hasMore else { return nil }
        let (name, value) = nextCursor.map { ("cursor", $0) } ?? ("page", "\((number ?? 1) + 1)")
        let kept = (target.query ?? "").split(separator: "&").filter { !$0.hasPrefix("\(name)=") }
        return "\(target.path)?" + (kept.map(String.init) + ["\(name)=\(value)"]).joined(separator: "&")
    }
}

extension PageFrame: JSONCodable {
    public static let json = JSONType.record(
        Self.init,
        Field("limit", \.limit, .integer(1...PageLimits.itemsMax)),
        Field("page", \.number, .integer(1...PageLimits.numberMax).optional, "Where pages are counted"),
        Field("nextCursor", \.nextCursor, .string(length: 1...CursorSeal.textBytesMax).optional),
        Field("hasMore", \.hasMore, .bool),
        Field("total", \.total, .integer(0...Int.max).optional, "Where somebody counted them"))
}

/// The bounds of lists.
public enum PageLimits {
    /// Items of a page, and how many it has unless the caller says otherwise.
    public static let itemsMax = 200
    public static let itemsUsual = 50
    /// How far pages are counted: each costs reading all before it. Who wants more follows the cursor.
    public static let numberMax = 1_000
}
