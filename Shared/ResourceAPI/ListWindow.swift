public import HTTPServer
import HTTPWire
public import Identifiers
import JSON
public import PlatformProtocol

/// Which part of a list is asked for: `limit` and `cursor`, or `limit` and `page`.
public struct PageRequest: Sendable {
    let limit: Int
    let cursor: String?
    let page: Int?
    let total: Bool
}

extension PageRequest: QueryReadable {
    public static let query = QueryType(
        Self.init,
        Parameter("limit", .integer(1...PageLimits.itemsMax).defaulting(to: PageLimits.itemsUsual), "Items of a page"),
        Parameter(
            "cursor", .text(length: 1...CursorSeal.textBytesMax).optional,
            "Where the page begins: the last page's nextCursor"),
        Parameter("page", .integer(1...PageLimits.numberMax).optional, "The page's number, instead of a cursor"),
        Parameter("total", .bool.defaulting(to: false), "Whether to count all items; pages by number always do")
    ).checked { request, faults in
        guard request.cursor != nil, request.page != nil else { return }
        faults.add("page", "excluded", "cannot be given together with cursor")
    }
}

/// A part of a list, ready for a store: what comes behind `position` or is skipped by `offset`, and one row more than
/// `limit`, which tells whether there is another page.
public struct ListWindow: Sendable {
    public let limit: Int
    /// Where the last page ended; nil for the first, and where pages are counted.
    public let position: ListPosition?
    /// The page's number, where pages are counted.
    public let page: Int?
    /// Whether the store is to count everything.
    public let wantsTotal: Bool
    private let seal: CursorSeal
    private let list: String

    /// The window that a request asks for. Its cursors belong to the organisation, the path and the filters, in
    /// whatever order these are written.
    public init(
        _ page: PageRequest, of request: AuthenticatedRequest, _ caller: Caller, _ seal: CursorSeal
    ) throws(Problem) {
        let target = request.exchange.head.target
        // The query was read before: it can be read.
        let items = (try? target.queryItems()) ?? []
        let filters = items.filter { !["limit", "cursor", "page", "total"].contains($0.name) }
            .map { "\($0.name)=\($0.value)" }.sorted()
        list = "\(caller.organizationID) \(target.path) \(filters.joined(separator: "&"))"
        self.seal = seal
        limit = page.limit
        self.page = page.page
        wantsTotal = page.total || page.page != nil
        guard let cursor = page.cursor else {
            position = nil
            return
        }
        position = try seal.open(cursor, of: list)
    }

    /// Rows to read.
    public var rows: Int { limit + 1 }

    /// Rows to skip, where pages are counted.
    public var offset: Int { ((page ?? 1) - 1) * limit }

    /// The page that was read through this window.
    public func page<Item>(
        _ rows: [Item], total: Int?, position: (Item) -> ListPosition
    ) -> Page<Item> {
        if let page, let total { return Page(Array(rows.prefix(limit)), number: page, limit: limit, total: total) }
        return Page(reading: rows, limit: limit, total: total) { seal.seal(position($0), of: list) }
    }
}

/// The organisation that a caller who spans several means.
public struct OrganizationChoice: Sendable {
    public let organizationID: OrganizationID?
}

extension OrganizationChoice: QueryReadable {
    public static let query = QueryType(
        Self.init,
        Parameter("organizationId", .id().optional, "Whose: yours unless your role spans organisations"))
}
