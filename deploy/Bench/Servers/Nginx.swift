import Foundation

/// nginx with one worker, in the foreground, with all its files in the workshop.
struct Nginx {
    let workshop: Workshop

    var version: String {
        get throws {
            let text = String(decoding: try Children.output(of: ["nginx", "-v"]), as: UTF8.self)
            return text.split(separator: "/").last.map { "nginx " + $0.trimmingCharacters(in: .newlines) } ?? "nginx"
        }
    }

    /// Answers every request with `body`.
    func constant(_ body: String, name: String) throws -> Server {
        let port = try LoopbackSocket.freePort()
        return try start(
            name, port: port,
            http: """
                    access_log off;
                    server {
                        listen 127.0.0.1:\(port) backlog=4096;
                        default_type application/json;
                        location / { return 200 '\(body)'; }
                    }
                """)
    }

    /// A plain keep-alive proxy to `upstream`. Its access log is buffered, as someone who cares for speed sets it.
    func proxy(to upstream: UInt16) throws -> Server {
        let port = try LoopbackSocket.freePort()
        let fields = [
            #""time":"$time_iso8601","level":"info","message":"request","request_id":"$request_id""#,
            #""method":"$request_method","path":"$uri","status":$status,"bytes":$body_bytes_sent"#,
            #""duration_s":$request_time,"peer":"$remote_addr""#,
        ]
        let log =
            workshop.options.logsAccess
            ? "log_format line escape=json '{\(fields.joined(separator: ","))}';\n"
                + "    access_log \(workshop.path("nginx-access.log")) line buffer=64k flush=1s;"
            : "access_log off;"
        return try start(
            "nginx", port: port,
            http: """
                    \(log)
                    upstream peer {
                        server 127.0.0.1:\(upstream);
                        keepalive 64;
                        keepalive_requests 1000000000;
                    }
                    server {
                        listen 127.0.0.1:\(port) backlog=4096;
                        location / {
                            proxy_pass http://peer;
                            proxy_http_version 1.1;
                            proxy_set_header Connection "";
                        }
                    }
                """)
    }

    private func start(_ name: String, port: UInt16, http: String) throws -> Server {
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map {
            "    \($0)_temp_path \(workshop.path("\(name)-\($0)"));"
        }
        let path = try workshop.write(
            """
            daemon off;
            worker_processes 1;
            worker_rlimit_nofile \(min(try OpenFiles.limit, 100_000));
            pid \(workshop.path("\(name).pid"));
            error_log \(workshop.path("\(name)-error.log")) warn;
            events { worker_connections \(min(try OpenFiles.limit, 100_000)); }
            http {
            \(temporary.joined(separator: "\n"))
                keepalive_requests 1000000000;
                keepalive_timeout 300s;
                tcp_nodelay on;
            \(http)
            }

            """, to: "\(name).conf")
        return try Server(
            name, port: port, command: ["nginx", "-e", "stderr", "-p", workshop.path(""), "-c", path],
            log: workshop.path("\(name).out"))
    }
}
