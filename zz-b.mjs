import { build, defaultClientConditions } from 'vite';
import { gzipSync } from 'node:zlib';
import { writeFileSync } from 'node:fs';
const root='/work/wt/query/';
const mods=process.argv.slice(2);
const source=mods.map((n,a)=>`export * as m${a} from '${n}';`).join('\n');
const out=await build({root,configFile:false,logLevel:'error',resolve:{conditions:['statehouse-source',...defaultClientConditions]},plugins:[{name:'x',enforce:'pre',resolveId:(id)=>id==='vv'?'\0vv':undefined,load:(id)=>id==='\0vv'?source:undefined}],build:{write:false,minify:true,target:'es2024',modulePreload:false,rolldownOptions:{input:'vv',preserveEntrySignatures:'strict',external:(id)=>id.startsWith('@statehouse/')&&!mods.includes(id),output:{format:'es',minify:true}}}});
const code=[out].flat().flatMap(o=>o.output).map(c=>c.code??'').join('\n');
console.log(code.length,gzipSync(code,{level:9}).length);writeFileSync('/tmp/q/out.js',code);
