import Observability
import Postgres

/// What a row may say of an error: its own description where that is safe to write down, its type otherwise.
func words(of error: any Error) -> String {
    let text =
        (error as? PostgresError)?.description ?? (error as? any SafelyDescribed)?.description
        ?? "\(type(of: error))"
    return String(decoding: text.utf8.prefix(EventStoreLimits.errorBytesMax), as: UTF8.self)
}
