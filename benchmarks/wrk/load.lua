-- What wrk sends, and what it prints at its end: one line of JSON, marked with '@', with times in microseconds.
-- Arguments: METHOD BODIES TOKEN; BODIES is a file with one body a line, TOKEN one with a bearer token, '-' stands for none.

local requests = {}
local turn = 0

function init(args)
  local headers = {}
  if args[3] ~= "-" then
    headers["Authorization"] = "Bearer " .. assert(io.open(args[3])):read("*l")
  end
  if args[2] == "-" then
    requests[1] = wrk.format(args[1], nil, headers)
    return
  end
  headers["Content-Type"] = "application/json"
  for body in io.lines(args[2]) do
    requests[#requests + 1] = wrk.format(args[1], nil, headers, body)
  end
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format('@{"requests":%d,"seconds":%.6f,"p50":%.1f,"p99":%.1f,"p999":%.1f,"errors":%d}',
    summary.requests, summary.duration / 1e6,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
