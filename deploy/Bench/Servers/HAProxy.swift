import Foundation

/// HAProxy with one thread, doing what a gateway does: it verifies an HS256 token and its expiry, counts the
/// subject's requests in a stick table, and logs a line to a file through its standard output.
struct HAProxy {
    let workshop: Workshop

    var version: String {
        get throws {
            let text = String(decoding: try Children.output(of: ["haproxy", "-v"]), as: UTF8.self)
            return text.split(separator: "\n").first?.split(separator: " ").prefix(3).joined(separator: " ")
                ?? "HAProxy"
        }
    }

    func gateway(to upstream: UInt16, secret: String) throws -> Server {
        let port = try LoopbackSocket.freePort()
        let fields = [
            #""time":"%tr","level":"info","message":"request","request_id":"%ID""#,
            #""method":"%HM","path":"%HPO","status":%ST,"bytes":%B,"duration_ms":%Ta,"peer":"%ci""#,
        ]
        let log = workshop.options.logsAccess ? "log stdout format raw local0 info" : ""
        let path = try workshop.write(
            """
            global
                nbthread 1
                maxconn 4000
                \(log)
            defaults
                mode http
                log global
                timeout connect 5s
                timeout client 300s
                timeout server 60s
                option http-keep-alive
                unique-id-format %{+X}o%ci%cp%Ts%rt
                log-format '{\(fields.joined(separator: ","))}'
            frontend gateway
                bind 127.0.0.1:\(port)
                http-request set-var(txn.token) http_auth_bearer
                http-request set-var(txn.alg) http_auth_bearer,jwt_header_query('$.alg')
                http-request set-var(txn.sub) http_auth_bearer,jwt_payload_query('$.sub')
                http-request set-var(txn.exp) http_auth_bearer,jwt_payload_query('$.exp','int')
                http-request set-var(txn.now) date()
                http-request deny deny_status 401 unless { var(txn.alg) -m str HS256 }
                http-request deny deny_status 401 unless { var(txn.token),jwt_verify(txn.alg,"\(secret)") 1 }
                http-request deny deny_status 401 if { var(txn.exp),sub(txn.now) -m int lt 0 }
                stick-table type string len 64 size 100k expire 60s store http_req_rate(60s)
                http-request track-sc0 var(txn.sub)
                http-request deny deny_status 429 if { sc_http_req_rate(0) gt 2000000000 }
                default_backend upstream
            backend upstream
                http-reuse always
                server one 127.0.0.1:\(upstream)

            """, to: "haproxy.cfg")
        return try Server(
            "haproxy", port: port, command: ["haproxy", "-db", "-f", path], log: workshop.path("haproxy-access.log"))
    }
}
