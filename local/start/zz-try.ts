import { startStack } from "/work/main/local/start/stack.ts";
import { createConsoleProgress } from "/work/main/local/start/console-progress.ts";
const t=Date.now();
const stack = await startStack({root:"/work/main", stateDir:"/tmp/t1/state", ports:{app:28100, base:28110}, settings:{PATH:process.env.PATH, HOME: process.env.HOME}, mode:"development", app:false, progress:createConsoleProgress(t)});
console.log("up", Date.now()-t, stack.pids(), stack.urls);
const e=stack.env;
const r = await fetch(stack.urls.identity+"/sessions",{method:"POST",headers:{authorization:"Bearer "+e.LOCAL_IDENTITY_SECRET,"content-type":"application/json"},body:JSON.stringify({email:" Ada@larkfield.example"})});
const s:any = await r.json(); console.log(r.status,s.person,s.isNew);
const { verifyToken } = await import("@clerk/backend");
console.log(await verifyToken(s.token,{jwtKey:e.LOCAL_IDENTITY_JWT_KEY.replaceAll("\\n","\n"), authorizedParties:[e.APP_URL]}));
const { SignJWT } = await import("jose");
const jwt = await new SignJWT({role:"authenticated"}).setSubject(s.person.id).setProtectedHeader({alg:"HS256"}).setExpirationTime("1h").setIssuedAt().sign(new TextEncoder().encode(e.SUPABASE_JWT_SECRET));
for (const [key,auth] of [[e.SUPABASE_PUBLISHABLE_KEY,jwt],[e.SUPABASE_PUBLISHABLE_KEY,undefined],[undefined,jwt],[e.SUPABASE_PUBLISHABLE_KEY,"bad"]] as const) {
  const g = await fetch(stack.urls.gateway+"/rest/v1/accounts?select=*",{headers:{...(key?{apikey:key}:{}),...(auth?{authorization:"Bearer "+auth}:{})}});
  console.log("gw",g.status,(await g.text()).slice(0,300));
}
for (const path of ["/","/auth/v1/settings","/_system/schema","/rest/v1/sessions"]) { const g = await fetch(stack.urls.gateway+path,{headers:{apikey:e.SUPABASE_PUBLISHABLE_KEY}}); console.log(path,g.status,(await g.text()).slice(0,150)); }
if (process.argv[2]==="hold") { process.on("SIGINT",()=>stack.stop().then(()=>process.exit(0))); } else { await stack.stop(); console.log("stopped", Date.now()-t); }
