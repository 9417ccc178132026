/// What the hub may hold and do for its subscribers.
public struct HubLimits: Sendable, Equatable {
    /// Messages kept of one organisation for those who come back.
    public var keptPerOrganization = 256

    /// Messages kept of all of them, and their bytes. The oldest goes first.
    public var keptMax = 100_000
    public var keptBytesMax = 64 << 20

    /// Messages sent at once to somebody who comes back; one who missed more starts anew. Below what a stream may have
    /// waiting, or coming back would end the stream again.
    public var replayMax = 200

    /// How much of what came before a cursor is sent again when it is another instance's: that one may have heard things
    /// in another order.
    public var replayOverlap: Duration = .seconds(5)

    /// Topics, things or events that one filter may name.
    public static let filterItemsMax = 100

    public init() {}
}
